package io.vidette.topology.replay;

import io.vidette.topology.config.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.function.Function;

/** A place on the frames topic, as a user names it. */
public sealed interface FramePosition {
    /** Calls the function for its kind. */
    <T> T map(
            Function<Earliest, T> earliest,
            Function<Latest, T> latest,
            Function<Offset, T> offset,
            Function<Time, T> time);

    /** Whether this is at or after {@code end}; false unless both are offsets or both are times. */
    boolean isBehind(FramePosition end);

    /** The oldest frame that is still there. */
    record Earliest() implements FramePosition {
        @Override
        public boolean isBehind(FramePosition end) {
            return false;
        }

        @Override
        public <T> T map(
                Function<Earliest, T> earliest,
                Function<Latest, T> latest,
                Function<Offset, T> offset,
                Function<Time, T> time) {
            return earliest.apply(this);
        }
    }

    /** Behind the newest frame. */
    record Latest() implements FramePosition {
        @Override
        public boolean isBehind(FramePosition end) {
            return false;
        }

        @Override
        public <T> T map(
                Function<Earliest, T> earliest,
                Function<Latest, T> latest,
                Function<Offset, T> offset,
                Function<Time, T> time) {
            return latest.apply(this);
        }
    }

    /** The same offset in each partition. */
    record Offset(long offset) implements FramePosition {
        public Offset {
            if (offset < 0) {
                throw new IllegalArgumentException("an offset of " + offset + " is negative");
            }
        }

        @Override
        public boolean isBehind(FramePosition end) {
            return end instanceof Offset to && offset >= to.offset();
        }

        @Override
        public <T> T map(
                Function<Earliest, T> earliest,
                Function<Latest, T> latest,
                Function<Offset, T> offset,
                Function<Time, T> time) {
            return offset.apply(this);
        }
    }

    /** The first frame that arrived at this time or later. */
    record Time(Instant instant) implements FramePosition {
        @Override
        public boolean isBehind(FramePosition end) {
            return end instanceof Time to && !instant.isBefore(to.instant());
        }

        @Override
        public <T> T map(
                Function<Earliest, T> earliest,
                Function<Latest, T> latest,
                Function<Offset, T> offset,
                Function<Time, T> time) {
            return time.apply(this);
        }
    }

    /**
     * Reads {@code earliest}, {@code latest}, an offset, an age such as {@code 2h}, or a time such as {@code
     * 2026-03-01T14:30}, of this machine's zone where it names none.
     *
     * @param now that ages count back from
     * @throws IllegalArgumentException when it is none of these
     */
    static FramePosition parse(String text, Instant now) {
        String stripped = text.strip();
        if (stripped.equals("earliest")) {
            return new Earliest();
        }
        if (stripped.equals("latest")) {
            return new Latest();
        }
        if (stripped.matches("\\d{1,18}")) {
            return new Offset(Long.parseLong(stripped));
        }
        try {
            return new Time(stripped.matches("\\d+\\s*[a-z]+") ? now.minus(age(stripped)) : instant(stripped));
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a place in the past such as earliest, latest, 1200 (an offset), 2h (ago) or"
                            + " 2026-03-01T14:30",
                    e);
        }
    }

    private static Duration age(String text) {
        return Durations.parse(text);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
        }
    }
}
