package io.vidette.topology.occupancy;

import java.time.Duration;
import java.time.Instant;

/**
 * An object's time in a zone.
 *
 * @param since when it was first seen there
 * @param last when it was last seen there
 * @param told whether its dwell was reported
 */
record Stay(Instant since, Instant last, Phase phase, boolean told) {
    /** One sighting is none: it takes two in a row to enter, and two to leave. */
    enum Phase {
        /** Seen inside once. */
        ARRIVING('a'),
        PRESENT('p'),
        /** Seen outside once since. */
        LEAVING('l');

        private final char code;

        Phase(char code) {
            this.code = code;
        }

        /** Stands for it in stored bytes. */
        char code() {
            return code;
        }

        static Phase of(char code) {
            return switch (code) {
                case 'a' -> ARRIVING;
                case 'l' -> LEAVING;
                default -> PRESENT;
            };
        }
    }

    static Stay begun(Instant at, Phase phase) {
        return new Stay(at, at, phase, false);
    }

    /** Whether it counts as inside. */
    boolean counts() {
        return phase != Phase.ARRIVING;
    }

    Stay seen(Instant at) {
        return new Stay(since, at, Phase.PRESENT, told);
    }

    Stay leaving() {
        return new Stay(since, last, Phase.LEAVING, told);
    }

    Stay asTold() {
        return new Stay(since, last, phase, true);
    }

    double seconds() {
        return Duration.between(since, last).toNanos() / 1e9;
    }
}
