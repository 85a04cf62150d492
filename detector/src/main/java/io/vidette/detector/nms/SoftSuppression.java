package io.vidette.detector.nms;

/**
 * Soft-NMS (arXiv 1704.04503): takes the best candidate, lowers the scores of those that overlap it, and goes on with the
 * best of what remains. Unlike the greedy way it is not idempotent: what it lowered once it lowers again.
 */
final class SoftSuppression {
    private final SuppressionRules rules;
    private final ScoreThresholds thresholds;
    /** What remains: indices and their scores by now, in no order. */
    private int[] remaining = new int[0];

    private float[] scores = new float[0];

    SoftSuppression(SuppressionRules rules, ScoreThresholds thresholds) {
        this.rules = rules;
        this.thresholds = thresholds;
    }

    /** Processes the best {@code count} candidates and adds the kept ones to {@code survivors}, with new scores. */
    void run(Candidates candidates, Ranking ranking, int count, Candidates survivors) {
        if (remaining.length < count) {
            remaining = new int[count + count / 2];
            scores = new float[remaining.length];
        }
        for (int i = 0; i < count; i++) {
            remaining[i] = ranking.at(i);
            scores[i] = candidates.score(remaining[i]);
        }
        int size = count;
        while (size > 0 && survivors.size() < rules.maxDetections()) {
            int best = best(candidates, size);
            int taken = remaining[best];
            survivors.addFrom(candidates, taken, scores[best]);
            size--;
            remaining[best] = remaining[size];
            scores[best] = scores[size];
            size = lower(candidates, taken, size);
        }
    }

    private int best(Candidates candidates, int size) {
        int best = 0;
        for (int i = 1; i < size; i++) {
            if (scores[i] > scores[best]
                    || (scores[i] == scores[best] && candidates.compareByPlace(remaining[i], remaining[best]) < 0)) {
                best = i;
            }
        }
        return best;
    }

    /** Lowers the scores around a box, drops those that are no longer above their threshold, gives what remains. */
    private int lower(Candidates candidates, int taken, int size) {
        int left = 0;
        for (int i = 0; i < size; i++) {
            int other = remaining[i];
            float score = scores[i];
            if (rules.acrossClasses() || candidates.classId(other) == candidates.classId(taken)) {
                float iou = candidates.intersectionOverUnion(taken, other);
                if (iou > 0) {
                    score *= factor(iou);
                    if (!(score > thresholds.forClass(candidates.classId(other)))) {
                        continue;
                    }
                }
            }
            remaining[left] = other;
            scores[left++] = score;
        }
        return left;
    }

    private float factor(float iou) {
        return switch (rules.method()) {
            case GREEDY -> throw new IllegalStateException("greedy suppression lowers no score");
            case SOFT_LINEAR -> iou > rules.iou() ? 1 - iou : 1;
            case SOFT_GAUSSIAN -> (float) Math.exp(-iou * iou / rules.sigma());
        };
    }
}
