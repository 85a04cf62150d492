package io.vidette.ingest.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameSamplerTest {
    @ParameterizedTest
    @CsvSource({"25, 10, 100", "25, 25, 250", "30, 25, 250", "15, 30, 150", "25, 0, 250", "30, 1, 10", "29.97, 0.5, 5"})
    void picksTheRequestedRate(double sourceFps, double fps, int expectedInTenSeconds) {
        assertThat(pick(sourceFps, fps, 0)).hasSizeBetween(expectedInTenSeconds - 1, expectedInTenSeconds + 1);
    }

    @ParameterizedTest
    @CsvSource({"25, 10", "25, 24", "30, 7", "60, 25"})
    void spacesFramesEvenly(double sourceFps, double fps) {
        List<Long> picked = pick(sourceFps, fps, 0);
        for (int i = 1; i < picked.size(); i++) {
            double gap = picked.get(i) - picked.get(i - 1);
            assertThat(gap).isBetween(1e6 / fps - 1e6 / sourceFps, 1e6 / fps + 1e6 / sourceFps);
        }
    }

    @Test
    void toleratesJitter() {
        assertThat(pick(25, 25, 3_000)).hasSizeBetween(248, 250);
        assertThat(pick(25, 5, 10_000)).hasSizeBetween(49, 51);
    }

    @Test
    void toleratesTimesOutOfOrder() {
        FrameSampler sampler = new FrameSampler(3);
        int picked = 0;
        for (int i = 0; i < 250; i++) {
            long pts = (i + 2 * (i % 2)) * 40_000L; // 0, 3, 2, 5, 4, … as of pictures stamped in the order of decoding
            picked += sampler.picks(pts) ? 1 : 0;
        }
        assertThat(picked).isBetween(29, 31);
    }

    @Test
    void continuesAfterAJumpOfTheClock() {
        FrameSampler sampler = new FrameSampler(10);
        assertThat(sampler.picks(5_000_000_000L)).isTrue();
        assertThat(sampler.picks(5_000_040_000L)).isFalse();
        assertThat(sampler.picks(0)).isTrue();
        assertThat(sampler.picks(40_000)).isFalse();
        assertThat(sampler.picks(100_000)).isTrue();
        assertThat(sampler.picks(900_000_000L)).isTrue();
        assertThat(sampler.picks(900_040_000L)).isFalse();
    }

    private static List<Long> pick(double sourceFps, double fps, int jitterMicros) {
        SplittableRandom random = new SplittableRandom(3);
        FrameSampler sampler = new FrameSampler(fps);
        List<Long> picked = new ArrayList<>();
        for (int i = 0; i < 10 * sourceFps; i++) {
            long pts = Math.round(i * 1e6 / sourceFps) + (jitterMicros == 0 ? 0 : random.nextInt(jitterMicros));
            if (sampler.picks(pts)) {
                picked.add(pts);
            }
        }
        return picked;
    }
}
