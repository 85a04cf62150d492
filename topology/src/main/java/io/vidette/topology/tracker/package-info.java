/**
 * Objects of one camera from frame to frame: ByteTrack's matching order with a Kalman filter.
 *
 * <p>Threading: nothing here is shared; the caller's thread does all the work.
 */
@NullMarked
package io.vidette.topology.tracker;

import org.jspecify.annotations.NullMarked;
