package io.vidette.detector.nms;

/**
 * From the best candidate to the least, keeps each that overlaps none kept before: YOLOv5's own way. There, classes are kept
 * apart by moving the boxes of each 7680 pixels away; here by comparing the class, which gives the same boxes without the
 * rounding.
 */
final class GreedySuppression {
    private final SuppressionRules rules;
    private final RankedBoxes next = new RankedBoxes();
    private final KeptBoxes neighbours = new KeptBoxes();
    private int[] kept = new int[0];

    GreedySuppression(SuppressionRules rules) {
        this.rules = rules;
    }

    /** Processes the best {@code count} candidates and adds those that are kept to {@code survivors}. */
    void run(Candidates candidates, Ranking ranking, int count, Candidates survivors) {
        int most = Math.min(count, rules.maxDetections());
        if (rules.iou() >= KeptBoxes.LEAST_IOU) {
            compareByPlace(candidates, ranking, count, most, survivors);
        } else {
            compareOneByOne(candidates, ranking, count, most, survivors);
        }
    }

    private void compareByPlace(Candidates candidates, Ranking ranking, int count, int most, Candidates survivors) {
        neighbours.clear(most, rules.iou());
        for (int from = 0; from < count && survivors.size() < most; from += next.size()) {
            next.load(candidates, ranking, from, count, rules.acrossClasses());
            for (int i = 0; i < next.size() && survivors.size() < most; i++) {
                if (neighbours.keep(next, i)) {
                    int candidate = ranking.at(from + i);
                    survivors.addFrom(candidates, candidate, candidates.score(candidate));
                }
            }
        }
    }

    private void compareOneByOne(Candidates candidates, Ranking ranking, int count, int most, Candidates survivors) {
        if (kept.length < most) {
            kept = new int[most];
        }
        for (int rank = 0; rank < count && survivors.size() < most; rank++) {
            int candidate = ranking.at(rank);
            if (!overlapsOneOf(candidates, survivors.size(), candidate)) {
                kept[survivors.size()] = candidate;
                survivors.addFrom(candidates, candidate, candidates.score(candidate));
            }
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
