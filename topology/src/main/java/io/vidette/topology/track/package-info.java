/** Detections of one camera to objects that keep their id from frame to frame, and the events that tell of them. */
@NullMarked
package io.vidette.topology.track;

import org.jspecify.annotations.NullMarked;
