package io.vidette.topology.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class DetectionMatchingTest {
    @Test
    void matchesByLabelAndOverlap() {
        Detection car = detection("car", 0.9f, 0);
        Detection shifted = detection("car", 0.8f, 2);
        Detection far = detection("car", 0.7f, 8);
        Detection dog = detection("dog", 0.6f, 0);

        DetectionMatching matching = DetectionMatching.of(List.of(car), List.of(dog, far, shifted), 0.5);

        assertThat(matching.pairs()).containsExactly(new DetectionMatching.Pair(car, shifted));
        assertThat(matching.onlyA()).isEmpty();
        assertThat(matching.onlyB()).containsExactly(dog, far);
        assertThat(matching.difference()).isCloseTo(1.3, within(1e-6));
    }

    /** The better score chooses first, whatever the order. */
    @Test
    void matchesTheBestScoreFirst() {
        Detection best = detection("car", 0.9f, 0);
        Detection second = detection("car", 0.5f, 1);
        Detection other = detection("car", 0.4f, 1);

        DetectionMatching matching = DetectionMatching.of(List.of(second, best), List.of(other), 0.5);

        assertThat(matching.pairs()).containsExactly(new DetectionMatching.Pair(best, other));
        assertThat(matching.onlyA()).containsExactly(second);
    }

    @Test
    void computesTheOverlap() {
        assertThat(DetectionMatching.overlap(new Box(0, 0, 10, 10), new Box(5, 0, 15, 10)))
                .isCloseTo(1 / 3.0, within(1e-9));
        assertThat(DetectionMatching.overlap(new Box(0, 0, 10, 10), new Box(10, 0, 15, 10)))
                .isZero();
    }

    @Test
    void computesTheMedianWithinAThousandth() {
        for (int size : List.of(1, 2, 7, 100)) {
            double[] shifts = new Random(size).doubles(size, -1, 1).sorted().toArray();
            ScoreShift shift = new ScoreShift();
            DoubleStream.of(shifts).forEach(shift::add);

            assertThat(shift.median()).isCloseTo((shifts[(size - 1) / 2] + shifts[size / 2]) / 2, within(0.001));
            assertThat(shift.mean()).isCloseTo(DoubleStream.of(shifts).average().orElseThrow(), within(1e-9));
        }
        assertThat(new ScoreShift().median()).isZero();
    }

    @Test
    void keepsTheMostDifferentFramesWithAGapBetweenThem() {
        MostDifferent most = new MostDifferent(2, Duration.ofSeconds(1));
        most.offer(frame(0, 0.9f));
        most.offer(frame(500, 0.95f));
        most.offer(frame(900, 0.93f));
        most.offer(frame(5000, 0.2f));
        most.offer(frame(9000, 0.5f));
        most.offer(frame(12000, 0.1f));

        assertThat(most.frames()).extracting(frame -> frame.id().offset()).containsExactly(500L, 9000L);
    }

    private static FrameDifference frame(int millis, float score) {
        return new FrameDifference(
                new FrameId("frames", 0, millis),
                "gate",
                Optional.of(Instant.EPOCH.plusMillis(millis)),
                64,
                48,
                DetectionMatching.of(List.of(detection("car", score, 0)), List.of(), 0.5));
    }

    private static Detection detection(String label, float score, float x) {
        return new Detection(0, label, score, new Box(x, 0, x + 10, 10));
    }
}
