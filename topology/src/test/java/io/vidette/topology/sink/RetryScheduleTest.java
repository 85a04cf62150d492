package io.vidette.topology.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RetryScheduleTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void doublesTheDelayUpToTheLimit() {
        RetrySchedule schedule = new RetrySchedule(OptionalInt.empty(), Duration.ofHours(1), SECOND, MINUTE);
        Random random = new Random(1);
        for (int attempt = 1; attempt < 60; attempt++) {
            Duration most = attempt > 6 ? MINUTE : SECOND.multipliedBy(1L << (attempt - 1));
            assertThat(schedule.pause(attempt, Duration.ZERO, Optional.empty(), random))
                    .hasValueSatisfying(pause -> assertThat(pause).isBetween(most.dividedBy(2), most));
        }
    }

    @Test
    void usesALongerDelayThatTheReceiverRequests() {
        RetrySchedule schedule = new RetrySchedule(OptionalInt.empty(), Duration.ofHours(1), SECOND, MINUTE);

        assertThat(schedule.pause(1, Duration.ZERO, Optional.of(Duration.ofMinutes(5)), new Random(1)))
                .contains(Duration.ofMinutes(5));
        assertThat(schedule.pause(1, Duration.ZERO, Optional.of(Duration.ZERO), new Random(1)))
                .hasValueSatisfying(pause -> assertThat(pause).isPositive());
    }

    @Test
    void endsAfterTheAttemptsOrTheTime() {
        RetrySchedule two = new RetrySchedule(OptionalInt.of(2), Duration.ofHours(1), SECOND, MINUTE);

        assertThat(two.pause(2, Duration.ZERO, Optional.empty(), new Random(1))).isPresent();
        assertThat(two.pause(3, Duration.ZERO, Optional.empty(), new Random(1))).isEmpty();
        assertThat(two.pause(1, Duration.ofHours(1), Optional.empty(), new Random(1)))
                .isEmpty();
        assertThat(two.pause(1, Duration.ZERO, Optional.of(Duration.ofHours(2)), new Random(1)))
                .isEmpty();
    }

    @Test
    void parsesRetryAfter() {
        Instant now = Instant.parse("2026-03-01T08:00:00Z");

        assertThat(WebhookAnswer.retryAfter("120", now)).contains(Duration.ofMinutes(2));
        assertThat(WebhookAnswer.retryAfter("Sun, 01 Mar 2026 08:00:30 GMT", now))
                .contains(Duration.ofSeconds(30));
        assertThat(WebhookAnswer.retryAfter("Sun, 01 Mar 2026 07:00:00 GMT", now))
                .contains(Duration.ZERO);
        assertThat(WebhookAnswer.retryAfter("soon", now)).isEmpty();
    }
}
