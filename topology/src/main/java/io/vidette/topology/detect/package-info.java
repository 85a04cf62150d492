/** From the frames topic to the detections topic: one committed verdict per frame. */
@NullMarked
package io.vidette.topology.detect;

import org.jspecify.annotations.NullMarked;
