/** Cameras for tests, inside the test's own process: RTSP and motion JPEG, with faults at the turn of a switch. */
@NullMarked
package io.vidette.ingest.rtsp;

import org.jspecify.annotations.NullMarked;
