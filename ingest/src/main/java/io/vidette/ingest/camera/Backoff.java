package io.vidette.ingest.camera;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long after each failure, up to a limit, and between half and all of
 * that by chance, so that many cameras behind one broken switch do not come back at the same instant.
 */
final class Backoff {
    private final Duration base;
    private final RandomGenerator random;
    private int failures;

    Backoff(Duration base, RandomGenerator random) {
        this.base = base;
        this.random = random;
    }

    /** The wait after one more failure, at most {@code limit}. */
    Duration next(Duration limit) {
        double doubled = base.toMillis() * Math.pow(2, Math.min(failures, 30));
        failures++;
        double ceiling = Math.min(doubled, (double) limit.toMillis());
        return Duration.ofMillis(Math.round(ceiling * (0.5 + random.nextDouble() / 2)));
    }

    /** The camera was well for a while. */
    void reset() {
        failures = 0;
    }
}
