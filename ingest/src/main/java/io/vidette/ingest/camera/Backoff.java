package io.vidette.ingest.camera;

import io.vidette.topology.lifecycle.RetryDelay;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Counts the failures of a camera in a row and determines how long to wait before the next attempt. */
final class Backoff {
    private final RetryDelay delay;
    private final RandomGenerator random;
    private int failures;

    Backoff(Duration base, RandomGenerator random) {
        this.delay = new RetryDelay(base);
        this.random = random;
    }

    /** The wait after one more failure, at most {@code limit}. */
    Duration next(Duration limit) {
        failures++;
        return delay.pause(failures, limit, random);
    }

    /** Resets the count after the camera has streamed without failure for a while. */
    void reset() {
        failures = 0;
    }
}
