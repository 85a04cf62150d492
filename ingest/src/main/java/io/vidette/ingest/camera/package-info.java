/** One reader per camera, each on its own thread, kept running for ever. */
@NullMarked
package io.vidette.ingest.camera;

import org.jspecify.annotations.NullMarked;
