/**
 * Network streams and files through FFmpeg's libavformat and libavcodec.
 *
 * <p>Threading: one thread opens, reads and closes a source; {@code Deadline} interrupts native calls from within them.
 */
@NullMarked
package io.vidette.ingest.libav;

import org.jspecify.annotations.NullMarked;
