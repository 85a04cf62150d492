package io.vidette.topology.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.vidette.topology.camera.Admission;
import io.vidette.topology.camera.Admission.Policy;
import io.vidette.topology.camera.Admission.Priority;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SkipRuleTest {
    private static final long NOW = 1_000_000;
    private static final Duration MAX_AGE = Duration.ofMillis(400);

    @Test
    void skipsAFrameThatIsOlderThanItsCameraAllows() {
        assertThat(candidate(Policy.NEWEST, Priority.HIGH, 400).skip(() -> fail("not asked")))
                .isEmpty();
        assertThat(candidate(Policy.NEWEST, Priority.HIGH, 401).skip(() -> fail("not asked")))
                .contains(Skip.STALE);
    }

    @Test
    void skipsNoFrameOfACameraWithPolicyEvery() {
        SkipRule.Candidate old = candidate(Policy.EVERY, Priority.LOW, 10_000);

        assertThat(old.skip(() -> true)).isEmpty();
        assertThat(old.timeLeft()).isEqualTo(SkipRule.TimeLeft.UNLIMITED);
    }

    @Test
    void skipsAFrameOfLowPriorityWhenTheModelIsBusyOrTheFrameIsLate() {
        assertThat(candidate(Policy.NEWEST, Priority.LOW, 0).skip(() -> false)).isEmpty();
        assertThat(candidate(Policy.NEWEST, Priority.LOW, 0).skip(() -> true)).contains(Skip.BUSY);
        assertThat(candidate(Policy.NEWEST, Priority.LOW, 201).skip(() -> false))
                .contains(Skip.BUSY);
    }

    @Test
    void limitsTheWaitOfAFrameToItsRemainingAge() {
        SkipRule.TimeLeft left = candidate(Policy.NEWEST, Priority.NORMAL, 100).timeLeft();

        assertThat(left.most()).isEqualTo(Duration.ofMillis(300));
        assertThat(left.skip(Duration.ofMillis(300).toNanos())).isEmpty();
        assertThat(left.skip(Duration.ofMillis(300).toNanos() + 1)).contains(Skip.STALE);
    }

    @Test
    void acceptsAFrameFromTheFutureAsNew() {
        assertThat(candidate(Policy.NEWEST, Priority.NORMAL, -5_000).timeLeft().most())
                .isEqualTo(MAX_AGE);
    }

    private static SkipRule.Candidate candidate(Policy policy, Priority priority, long age) {
        Admission admission = new Admission(policy, MAX_AGE, priority);
        return new SkipRule(camera -> admission, () -> Instant.ofEpochMilli(NOW)).candidate("gate", NOW - age);
    }
}
