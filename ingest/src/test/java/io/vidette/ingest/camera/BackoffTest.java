package io.vidette.ingest.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final long seed = System.nanoTime();
    private final Backoff backoff = new Backoff(Duration.ofMillis(500), new Random(seed));

    @Test
    void doublesUpToTheLimitWithJitter() {
        long ceiling = 500;
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.next(Duration.ofSeconds(10)).toMillis())
                    .as("attempt " + i + ", seed " + seed)
                    .isBetween(ceiling / 2, ceiling);
            ceiling = Math.min(10_000, ceiling * 2);
        }
    }

    @Test
    void restartsAtTheShortestDelayAfterAReset() {
        for (int i = 0; i < 10; i++) {
            backoff.next(Duration.ofSeconds(10));
        }
        backoff.reset();
        assertThat(backoff.next(Duration.ofSeconds(10))).isLessThanOrEqualTo(Duration.ofMillis(500));
    }
}
