package io.vidette.topology.occupancy;

import io.vidette.topology.message.FrameId;
import java.time.Instant;

/**
 * When something is known.
 *
 * @param frame by which
 * @param at its capture time
 */
public record Moment(String camera, FrameId frame, Instant at) {}
