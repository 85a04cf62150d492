/** The contract of a frame source: open, next frame, close; a source blocks the thread that calls it. */
@NullMarked
package io.vidette.ingest.source;

import org.jspecify.annotations.NullMarked;
