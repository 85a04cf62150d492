package io.vidette.topology.occupancy;

import io.vidette.topology.message.FrameId;
import java.time.Instant;

/**
 * A frame and its time.
 *
 * @param frame by which
 * @param at its capture time
 */
public record Moment(String camera, FrameId frame, Instant at) {}
