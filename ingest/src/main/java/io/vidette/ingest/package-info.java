/** Cameras to frames: sources, sampling, JPEG, publishing, camera ownership. */
@NullMarked
package io.vidette.ingest;

import org.jspecify.annotations.NullMarked;
