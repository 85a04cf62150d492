package io.vidette.topology.message;

import java.time.Instant;

/**
 * Where an object was.
 *
 * @param at capture time
 * @param x of the middle of its box, in pixels of the frame
 * @param y of the middle of its box
 */
public record PathPoint(Instant at, float x, float y) {}
