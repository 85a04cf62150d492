package io.vidette.ingest.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.topology.camera.MotionGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class StillFramesTest {
    /** Times in tenths of a second at which frames are published, ten of them a second. */
    private static List<Long> published(MotionGate gate, long tenths, LongPredicate moves) {
        StillFrames frames = new StillFrames(gate);
        List<Long> published = new ArrayList<>();
        for (long t = 0; t < tenths; t++) {
            if (frames.picks(moves.test(t), t * 100_000)) {
                published.add(t);
            }
        }
        return published;
    }

    @Test
    void publishesAtTheLowRateWhileNothingMoves() {
        assertThat(published(new MotionGate(0.5, 0.01, Duration.ZERO), 100, t -> false))
                .containsExactly(0L, 20L, 40L, 60L, 80L);
    }

    @Test
    void publishesAllFromTheFirstMotionToTheEndOfTheHold() {
        assertThat(published(new MotionGate(0.1, 0.01, Duration.ofMillis(500)), 100, t -> t >= 40 && t < 43))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 40L, 41L, 42L, 43L, 44L, 45L, 46L, 47L);
    }

    @Test
    void publishesNoStillFramesWhenTheRateIsZero() {
        assertThat(published(new MotionGate(0, 0.01, Duration.ZERO), 50, t -> t == 30))
                .containsExactly(0L, 30L);
    }

    @Test
    void restartsWhenTimeGoesBack() {
        StillFrames frames = new StillFrames(new MotionGate(0, 0.01, Duration.ZERO));
        assertThat(frames.picks(true, 60_000_000)).isTrue();
        assertThat(frames.picks(false, 61_000_000)).isFalse();
        assertThat(frames.picks(false, 5_000_000)).isTrue();
    }
}
