package io.vidette.detector.nms;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.detector.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NonMaxSuppressionTest {
    private final NonMaxSuppression suppression = new NonMaxSuppression(0.45f, 300);

    @Test
    void keepsTheBetterOfTwoThatOverlap() {
        Candidate better = new Candidate(0, 0, 10, 10, 0.9f, 1);
        Candidate lesser = new Candidate(1, 1, 11, 11, 0.8f, 1);

        assertThat(suppression.apply(List.of(lesser, better))).containsExactly(better);
    }

    @Test
    void keepsBothOfDifferentClasses() {
        Candidate cat = new Candidate(0, 0, 10, 10, 0.9f, 1);
        Candidate dog = new Candidate(0, 0, 10, 10, 0.8f, 2);

        assertThat(suppression.apply(List.of(dog, cat))).containsExactly(cat, dog);
    }

    @Test
    void keepsAnOverlapThatOnlyReachesTheThreshold() {
        // Half of each in common: 50 of 150, a third.
        Candidate left = new Candidate(0, 0, 10, 10, 0.9f, 0);
        Candidate right = new Candidate(5, 0, 15, 10, 0.8f, 0);

        assertThat(new NonMaxSuppression(50f / 150f, 300).apply(List.of(left, right)))
                .hasSize(2);
        assertThat(new NonMaxSuppression(0.333f, 300).apply(List.of(left, right)))
                .containsExactly(left);
    }

    @Test
    void isIdempotent() {
        Seeds.each(300, random -> {
            List<Candidate> kept = suppression.apply(candidates(random));

            assertThat(suppression.apply(kept)).isEqualTo(kept);
        });
    }

    @Test
    void doesNotDependOnTheOrder() {
        Seeds.each(300, random -> {
            List<Candidate> candidates = candidates(random);
            List<Candidate> kept = suppression.apply(candidates);
            Collections.shuffle(candidates, random);

            assertThat(suppression.apply(candidates)).isEqualTo(kept);
        });
    }

    @Test
    void keepsOnlyWhatDoesNotOverlapAndDropsOnlyWhatDoes() {
        Seeds.each(300, random -> {
            List<Candidate> candidates = candidates(random);
            List<Candidate> kept = suppression.apply(candidates);

            for (Candidate candidate : candidates) {
                boolean covered = kept.stream().anyMatch(other -> hides(other, candidate));
                assertThat(kept.contains(candidate)).isEqualTo(!covered);
            }
        });
    }

    @Test
    void keepsNoMoreThanAskedFor() {
        Seeds.each(
                50,
                random -> assertThat(new NonMaxSuppression(1, 7).apply(candidates(random)))
                        .hasSize(7));
    }

    private static boolean hides(Candidate other, Candidate candidate) {
        return other.classId() == candidate.classId()
                && Candidate.BEST_FIRST.compare(other, candidate) < 0
                && other.intersectionOverUnion(candidate) > 0.45f;
    }

    /** Crowded, with equal scores among them. */
    private static List<Candidate> candidates(Random random) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            float x = random.nextFloat() * 100;
            float y = random.nextFloat() * 100;
            float score = random.nextInt(20) / 20f;
            candidates.add(new Candidate(
                    x, y, x + random.nextFloat() * 60, y + random.nextFloat() * 60, score, random.nextInt(3)));
        }
        return candidates;
    }
}
