package io.vidette.topology.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryDelayTest {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void doublesUpToTheLimitWithJitterOfHalf() {
        long ceiling = 500;
        for (int failures = 1; failures <= 100; failures++) {
            assertThat(new RetryDelay(Duration.ofMillis(500))
                            .pause(failures, LONGEST, random)
                            .toMillis())
                    .as("failures %d, seed %d", failures, seed)
                    .isBetween(ceiling / 2, ceiling);
            ceiling = Math.min(LONGEST.toMillis(), ceiling * 2);
        }
    }
}
