package io.vidette.topology.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;

/**
 * What an object did in a zone or at a line.
 *
 * @param id identifies the event: the same if verdicts are read again, and unique
 * @param zone by name; absent at a line
 * @param line by name; absent in a zone
 * @param at capture time of the frame that showed it
 * @param since capture time at which the object was first seen in the zone; absent at a line
 * @param seconds during which it was seen there: until {@code at}, or, if it left, until it was last seen there
 * @param direction at a line; absent in a zone
 */
public record Passage(
        String id,
        Optional<String> zone,
        Optional<String> line,
        Instant at,
        Optional<Instant> since,
        Optional<Double> seconds,
        Optional<Direction> direction) {

    /** Which way a line was crossed. */
    public enum Direction {
        /** From its left to its right. */
        @JsonProperty("in")
        IN,
        /** From its right to its left. */
        @JsonProperty("out")
        OUT
    }

    public Passage {
        if (zone.isPresent() == line.isPresent()) {
            throw new IllegalArgumentException("a passage is of a zone or of a line");
        }
        if (zone.isPresent() != (since.isPresent() && seconds.isPresent())
                || line.isPresent() != direction.isPresent()) {
            throw new IllegalArgumentException("a zone has a time, and a line a direction");
        }
        if (seconds.isPresent() && !(seconds.get() >= 0)) {
            throw new IllegalArgumentException("time in a zone is " + seconds.get() + " s");
        }
    }
}
