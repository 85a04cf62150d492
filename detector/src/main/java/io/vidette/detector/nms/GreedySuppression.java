package io.vidette.detector.nms;

/**
 * From the best candidate to the least, keeps each that overlaps none kept before: YOLOv5's own way. There, classes are kept
 * apart by moving the boxes of each 7680 pixels away; here by comparing the class, which gives the same boxes without the
 * rounding.
 */
final class GreedySuppression {
    private final SuppressionRules rules;
    private final KeptBoxes neighbours = new KeptBoxes();
    private int[] kept = new int[0];

    GreedySuppression(SuppressionRules rules) {
        this.rules = rules;
    }

    /** Looks at the best {@code count} candidates and adds those that stay to {@code survivors}. */
    void run(Candidates candidates, Ranking ranking, int count, Candidates survivors) {
        int most = Math.min(count, rules.maxDetections());
        boolean byPlace = rules.iou() >= KeptBoxes.LEAST_IOU;
        if (byPlace) {
            neighbours.clear(most, rules.iou());
        } else if (kept.length < most) {
            kept = new int[most];
        }
        for (int rank = 0; rank < count && survivors.size() < most; rank++) {
            int candidate = ranking.at(rank);
            int group = rules.acrossClasses() ? 0 : candidates.classId(candidate);
            if (byPlace) {
                if (neighbours.overlaps(candidates, candidate, group, rules.acrossClasses())) {
                    continue;
                }
                neighbours.add(candidates, candidate, group);
            } else {
                if (overlapsOneOf(candidates, survivors.size(), candidate)) {
                    continue;
                }
                kept[survivors.size()] = candidate;
            }
            survivors.addFrom(candidates, candidate, candidates.score(candidate));
        }
    }

    private boolean overlapsOneOf(Candidates candidates, int count, int candidate) {
        for (int i = 0; i < count; i++) {
            if ((rules.acrossClasses() || candidates.classId(kept[i]) == candidates.classId(candidate))
                    && candidates.intersectionOverUnion(kept[i], candidate) > rules.iou()) {
                return true;
            }
        }
        return false;
    }
}
