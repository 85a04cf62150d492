package io.vidette.topology.lifecycle;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long after each failure, up to a limit. Between half and all of that is
 * chosen at random, so that many clients of one broken server do not return at the same instant.
 *
 * @param first pause at most, in ms precision
 */
public record RetryDelay(Duration first) {
    private static final int MOST_DOUBLINGS = 30;

    /**
     * The pause after some failures in a row.
     *
     * @param failures at least 1
     * @param longest upper limit of the pause
     */
    public Duration pause(int failures, Duration longest, RandomGenerator random) {
        double doubled = first.toMillis() * Math.pow(2, Math.min(failures - 1, MOST_DOUBLINGS));
        double ceiling = Math.min(doubled, (double) longest.toMillis());
        return Duration.ofMillis(Math.round(ceiling * (0.5 + random.nextDouble() / 2)));
    }
}
