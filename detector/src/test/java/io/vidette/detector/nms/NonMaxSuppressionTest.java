package io.vidette.detector.nms;

import static io.vidette.detector.nms.SuppressionMethod.GREEDY;
import static io.vidette.detector.nms.SuppressionMethod.SOFT_GAUSSIAN;
import static io.vidette.detector.nms.SuppressionMethod.SOFT_LINEAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.vidette.detector.Seeds;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NonMaxSuppressionTest {
    private static final ScoreThresholds NONE = ScoreThresholds.of(0);
    private static final SuppressionRules DEFAULT = SuppressionRules.greedy(0.45f, 300);

    @Test
    void keepsTheBetterOfTwoOverlappingBoxes() {
        Box better = new Box(0, 0, 10, 10, 0.9f, 1);
        Box lesser = new Box(1, 1, 11, 11, 0.8f, 1);

        assertThat(apply(DEFAULT, List.of(lesser, better))).containsExactly(better);
    }

    @Test
    void keepsOverlappingBoxesOfDifferentClassesUnlessClassesAreIgnored() {
        Box cat = new Box(0, 0, 10, 10, 0.9f, 1);
        Box dog = new Box(0, 0, 10, 10, 0.8f, 2);

        assertThat(apply(DEFAULT, List.of(dog, cat))).containsExactly(cat, dog);
        assertThat(apply(new SuppressionRules(GREEDY, 0.45f, 0.5f, true, 300), List.of(dog, cat)))
                .containsExactly(cat);
    }

    @Test
    void keepsABoxWhoseOverlapEqualsTheThreshold() {
        // Half of each in common: 50 of 150, a third.
        Box left = new Box(0, 0, 10, 10, 0.9f, 0);
        Box right = new Box(5, 0, 15, 10, 0.8f, 0);

        assertThat(apply(SuppressionRules.greedy(50f / 150f, 300), List.of(left, right)))
                .hasSize(2);
        assertThat(apply(SuppressionRules.greedy(0.333f, 300), List.of(left, right)))
                .containsExactly(left);
    }

    @Test
    void lowersScoresAsInTheSoftNmsPaper() {
        // A third in common.
        Box left = new Box(0, 0, 10, 10, 0.9f, 0);
        Box right = new Box(5, 0, 15, 10, 0.8f, 0);
        List<Box> both = List.of(left, right);

        assertThat(apply(soft(SOFT_LINEAR, 0.3f), both).get(1).score()).isCloseTo(0.8f * 2 / 3, within(1e-6f));
        assertThat(apply(soft(SOFT_LINEAR, 0.4f), both).get(1).score()).isEqualTo(0.8f);
        assertThat(apply(soft(SOFT_GAUSSIAN, 0.4f), both).get(1).score())
                .isCloseTo((float) (0.8 * Math.exp(-1 / 9.0 / 0.5)), within(1e-6f));
    }

    @Test
    void dropsBoxesWhoseLoweredScoreReachesTheClassThreshold() {
        List<Box> boxes = List.of(new Box(0, 0, 10, 10, 0.9f, 0), new Box(5, 0, 15, 10, 0.8f, 0));
        SuppressionRules rules = soft(SOFT_LINEAR, 0.3f);

        assertThat(Box.of(new NonMaxSuppression(rules, ScoreThresholds.of(new float[] {0.6f, 0.1f}))
                        .apply(Box.toCandidates(boxes))))
                .containsExactly(boxes.get(0));
        assertThat(Box.of(new NonMaxSuppression(rules, ScoreThresholds.of(new float[] {0.5f, 0.9f}))
                        .apply(Box.toCandidates(boxes))))
                .hasSize(2);
    }

    @Test
    void equalsTheDefinitionInEveryMode() {
        Seeds.each(400, random -> {
            SuppressionRules rules = rules(random);
            ScoreThresholds thresholds = ScoreThresholds.of(new float[] {0, 0.1f, random.nextFloat()});
            List<Box> boxes = Box.random(random, 80);
            Candidates kept = new NonMaxSuppression(rules, thresholds).apply(Box.toCandidates(boxes));

            assertThat(Box.of(kept)).as(rules.toString()).isEqualTo(Box.suppress(boxes, rules, thresholds));
        });
    }

    @Test
    void doesNotDependOnTheOrderInAnyMode() {
        Seeds.each(300, random -> {
            SuppressionRules rules = rules(random);
            List<Box> boxes = Box.random(random, 60);
            List<Box> kept = apply(rules, boxes);
            Collections.shuffle(boxes, random);

            assertThat(apply(rules, boxes)).as(rules.toString()).isEqualTo(kept);
        });
    }

    @Test
    void changesNothingWhenGreedyModeIsAppliedAgain() {
        Seeds.each(300, random -> {
            SuppressionRules rules = new SuppressionRules(GREEDY, random.nextFloat(), 0.5f, random.nextBoolean(), 1000);
            List<Box> kept = apply(rules, Box.random(random, 60));

            assertThat(apply(rules, kept)).as(rules.toString()).isEqualTo(kept);
        });
    }

    /** Soft-NMS lowers again what it lowered once; what stays the same is what overlaps nothing. */
    @Test
    void neverRaisesScoresAndKeepsIsolatedBoxesInSoftModes() {
        Seeds.each(200, random -> {
            SuppressionMethod method = random.nextBoolean() ? SOFT_LINEAR : SOFT_GAUSSIAN;
            List<Box> once = apply(soft(method, 0.3f), Box.random(random, 60));
            List<Box> alone = apply(SuppressionRules.greedy(0, 1000), once);

            List<Box> twice = apply(soft(method, 0.3f), once);

            assertThat(twice).hasSizeLessThanOrEqualTo(once.size());
            assertThat(twice.stream().mapToDouble(Box::score).sum())
                    .isLessThanOrEqualTo(once.stream().mapToDouble(Box::score).sum());
            assertThat(apply(soft(method, 0.3f), alone)).isEqualTo(alone);
        });
    }

    @Test
    void equalsTheDefinitionForThousandsOfBoxesAndWhenReused() {
        NonMaxSuppression used = new NonMaxSuppression(DEFAULT, NONE);
        Seeds.each(6, random -> {
            List<Box> boxes = Box.random(random, 300 + random.nextInt(1200));

            assertThat(Box.of(used.apply(Box.toCandidates(boxes)))).isEqualTo(Box.suppress(boxes, DEFAULT, NONE));
        });
    }

    /** Sizes and shapes over many powers of two, each twice with a change that leaves them near the threshold. */
    @Test
    void findsNeighboursOfAnySizeAndShape() {
        Seeds.each(60, random -> {
            float iou = KeptBoxes.LEAST_IOU + random.nextFloat() * (0.95f - KeptBoxes.LEAST_IOU);
            List<Box> boxes = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                float width = (float) Math.exp(random.nextFloat() * 7);
                float height = (float) Math.exp(random.nextFloat() * 7);
                float left = random.nextFloat() * 500 - 250;
                float top = random.nextFloat() * 500 - 250;
                boxes.add(new Box(left, top, left + width, top + height, random.nextFloat(), random.nextInt(2)));
                // Inside it, as wide as the threshold, or moved by as much.
                float part = Math.min(1, iou * (0.98f + random.nextFloat() * 0.04f));
                float corner = random.nextBoolean() ? left : left + width * (1 - part);
                boxes.add(new Box(corner, top, corner + width * part, top + height, random.nextFloat(), 0));
                float moved = top + height * (1 - part) / (1 + part);
                boxes.add(new Box(left, moved, left + width, moved + height, random.nextFloat(), 0));
            }
            SuppressionRules rules = new SuppressionRules(GREEDY, iou, 0.5f, random.nextBoolean(), 1000);

            assertThat(apply(rules, boxes)).as(rules.toString()).isEqualTo(Box.suppress(boxes, rules, NONE));
        });
    }

    /** Ranks are looked at in blocks: enough boxes for several, of which most are kept and the last block is not full. */
    @Test
    void keepsTheScoreOrderAcrossBlocks() {
        Seeds.each(10, random -> {
            List<Box> boxes = new ArrayList<>();
            for (int i = 0; i < 1000 + random.nextInt(300); i++) {
                float left = random.nextFloat() * 600;
                float top = random.nextFloat() * 600;
                boxes.add(new Box(left, top, left + 20, top + 20, random.nextFloat(), random.nextInt(2)));
            }
            SuppressionRules rules = new SuppressionRules(GREEDY, 0.45f, 0.5f, random.nextBoolean(), 2000);

            assertThat(apply(rules, boxes)).as(rules.toString()).isEqualTo(Box.suppress(boxes, rules, NONE));
        });
    }

    @Test
    void allocatesNothingAfterTheLargestPicture() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (SuppressionRules rules : List.of(
                SuppressionRules.greedy(0.45f, 5000),
                SuppressionRules.greedy(0.1f, 5000),
                soft(SOFT_GAUSSIAN, 0.45f))) {
            NonMaxSuppression suppression = new NonMaxSuppression(rules, NONE);
            Candidates candidates = Box.toCandidates(Box.random(new Random(1), 2000));
            suppression.apply(candidates);

            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 5; i++) {
                suppression.apply(candidates);
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            // A byte for each candidate would be more.
            assertThat(allocated).as(rules.toString()).isLessThan(2000);
        }
    }

    @Test
    void considersOnlyTheBestThirtyThousandBoxes() {
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < 30_100; i++) {
            boxes.add(new Box(i, 0, i + 1, 1, 0.5f, 0));
        }
        List<Box> kept = apply(SuppressionRules.greedy(0.5f, 50_000), boxes);

        assertThat(kept).hasSize(30_000);
    }

    @Test
    void keepsNoMoreThanTheMaximum() {
        Seeds.each(50, random -> {
            SuppressionRules rules = rules(random);
            SuppressionRules few = new SuppressionRules(rules.method(), 1, rules.sigma(), rules.acrossClasses(), 7);
            assertThat(apply(few, Box.random(random, 60))).hasSizeLessThanOrEqualTo(7);
        });
    }

    @Test
    void handlesBoxesOfAnySize() {
        List<Box> boxes = List.of(
                new Box(-1e30f, -1e30f, 1e30f, 1e30f, 0.9f, 0),
                new Box(1e30f, 1e30f, 1e30f, 1e30f, 0.8f, 0),
                new Box(3e9f, 0, 3e9f, 1, 0.7f, 0),
                new Box(0, 0, 1e-30f, 1e-30f, 0.6f, 0),
                new Box(9, 9, 2, 2, 0.5f, 0),
                new Box(9, 9, 2, 2, 0.4f, 0),
                new Box(9, 9, 2, 12, 0.3f, 0),
                new Box(5, 5, 5, 5, 0.2f, 0),
                new Box(5, 5, 5, 5, 0.1f, 0));

        assertThat(apply(DEFAULT, boxes)).isEqualTo(boxes);
    }

    @Test
    void ignoresBoxesThatAreNotFinite() {
        Candidates candidates = new Candidates();

        assertThat(candidates.add(0, 0, Float.NaN, 1, 0.5f, 0)).isFalse();
        assertThat(candidates.addCentred(0, 0, 1, Float.POSITIVE_INFINITY, 0.5f, 0))
                .isFalse();
        assertThat(candidates.add(0, 0, 1, 1, Float.NaN, 0)).isFalse();
        assertThat(candidates.size()).isZero();
    }

    @Test
    void refusesRulesOutOfRange() {
        assertThatThrownBy(() -> SuppressionRules.greedy(1.1f, 300)).hasMessageContaining("IoU 1.1");
        assertThatThrownBy(() -> SuppressionRules.greedy(0.5f, 0)).hasMessageContaining("0 detections");
        assertThatThrownBy(() -> new SuppressionRules(SOFT_GAUSSIAN, 0.5f, 0, false, 1))
                .hasMessageContaining("sigma 0");
    }

    private static List<Box> apply(SuppressionRules rules, List<Box> boxes) {
        return Box.of(new NonMaxSuppression(rules, NONE).apply(Box.toCandidates(boxes)));
    }

    private static SuppressionRules soft(SuppressionMethod method, float iou) {
        return new SuppressionRules(method, iou, 0.5f, false, 300);
    }

    /** Any mode, any threshold, among them those at which the search for neighbours changes. */
    private static SuppressionRules rules(Random random) {
        float[] special = {0, KeptBoxes.LEAST_IOU, 1 / 3f, 0.5f, 1};
        float iou = random.nextInt(4) == 0 ? special[random.nextInt(special.length)] : random.nextFloat();
        SuppressionMethod[] methods = SuppressionMethod.values();
        return new SuppressionRules(
                methods[random.nextInt(methods.length)],
                iou,
                0.1f + random.nextFloat(),
                random.nextBoolean(),
                random.nextInt(4) == 0 ? 5 : 300);
    }
}
