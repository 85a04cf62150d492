package io.vidette.detector.nms;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** A candidate as a value, and suppression as one would write it with all the time in the world. */
record Box(float x1, float y1, float x2, float y2, float score, int classId) {
    static final Comparator<Box> BEST_FIRST = Comparator.comparingDouble(Box::score)
            .reversed()
            .thenComparingInt(Box::classId)
            .thenComparingDouble(Box::x1)
            .thenComparingDouble(Box::y1)
            .thenComparingDouble(Box::x2)
            .thenComparingDouble(Box::y2);

    static Candidates toCandidates(List<Box> boxes) {
        Candidates candidates = new Candidates();
        boxes.forEach(box -> candidates.add(box.x1, box.y1, box.x2, box.y2, box.score, box.classId));
        return candidates;
    }

    static List<Box> of(Candidates candidates) {
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            boxes.add(new Box(
                    candidates.x1(i),
                    candidates.y1(i),
                    candidates.x2(i),
                    candidates.y2(i),
                    candidates.score(i),
                    candidates.classId(i)));
        }
        return boxes;
    }

    /** The definition, word for word: take the best, judge all others by it, go on with what remains. */
    static List<Box> suppress(List<Box> boxes, SuppressionRules rules, ScoreThresholds thresholds) {
        List<Box> remaining = new ArrayList<>(boxes);
        List<Box> kept = new ArrayList<>();
        while (!remaining.isEmpty() && kept.size() < rules.maxDetections()) {
            Box best = Collections.min(remaining, BEST_FIRST);
            remaining.remove(best);
            kept.add(best);
            List<Box> judged = new ArrayList<>();
            for (Box other : remaining) {
                float iou =
                        rules.acrossClasses() || best.classId == other.classId ? best.intersectionOverUnion(other) : 0;
                float factor = switch (rules.method()) {
                    case GREEDY -> iou > rules.iou() ? 0 : 1;
                    case SOFT_LINEAR -> iou > rules.iou() ? 1 - iou : 1;
                    case SOFT_GAUSSIAN -> (float) Math.exp(-iou * iou / rules.sigma());
                };
                float score = other.score * factor;
                boolean isLowered = rules.method() != SuppressionMethod.GREEDY && iou > 0;
                if (isLowered ? score > thresholds.forClass(other.classId) : factor > 0) {
                    judged.add(new Box(other.x1, other.y1, other.x2, other.y2, score, other.classId));
                }
            }
            remaining = judged;
        }
        return kept;
    }

    float intersectionOverUnion(Box other) {
        float width = Math.min(x2, other.x2) - Math.max(x1, other.x1);
        float height = Math.min(y2, other.y2) - Math.max(y1, other.y1);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        float common = width * height;
        return common / ((x2 - x1) * (y2 - y1) + (other.x2 - other.x1) * (other.y2 - other.y1) - common);
    }

    /** Crowded, of all sizes and shapes, with equal scores, repetitions, lines and points among them. */
    static List<Box> random(Random random, int count) {
        List<Box> boxes = new ArrayList<>();
        float spread = 20 + random.nextInt(200);
        for (int i = 0; i < count; i++) {
            float score = random.nextInt(20) / 20f;
            int classId = random.nextInt(3);
            if (i > 0 && random.nextInt(3) == 0) {
                Box near = boxes.get(random.nextInt(i));
                float shift = random.nextFloat() * 0.2f * (near.x2 - near.x1);
                boxes.add(new Box(near.x1 + shift, near.y1 - shift, near.x2 + shift, near.y2, score, classId));
                continue;
            }
            float x = random.nextFloat() * spread - 30;
            float y = random.nextFloat() * spread - 30;
            float width = random.nextInt(12) == 0 ? 0 : (float) Math.exp(random.nextFloat() * 5);
            float height = random.nextInt(3) == 0 ? width : (float) Math.exp(random.nextFloat() * 5);
            boxes.add(new Box(x, y, x + width, y + height, score, classId));
        }
        return boxes;
    }
}
