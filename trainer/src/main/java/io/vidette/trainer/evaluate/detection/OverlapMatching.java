package io.vidette.trainer.evaluate.detection;

import io.vidette.trainer.boxes.Detections;
import io.vidette.trainer.boxes.GroundTruth;
import java.util.Arrays;

/**
 * The matching of Pascal VOC, which YOLOv5's evaluation follows too: each detection looks only at the object of its
 * class that it overlaps most, and the best score on an object takes it; the others on it are wrong.
 *
 * <p>Threading: groups are matched on all cores; each writes only the outcomes of its own detections.
 */
final class OverlapMatching {
    private final Groups groups;
    private final double[] thresholds;
    /** By position: bit t for a match at threshold t. */
    private final int[] right;
    /** By position: the overlap with an exempt object, where that is the largest; else 0. */
    private final double[] exemptOverlaps;

    private OverlapMatching(Groups groups, int detections, double[] thresholds) {
        this.groups = groups;
        this.thresholds = thresholds;
        right = new int[detections];
        exemptOverlaps = new double[detections];
    }

    /**
     * Matches everything.
     *
     * @param thresholds overlaps that make a match, at most 31
     * @param pixel 0 where edges are lines; 1 where they are the last pixels inside, as in Pascal VOC
     */
    static OverlapMatching of(Groups groups, GroundTruth truth, Detections found, double[] thresholds, double pixel) {
        OverlapMatching matching = new OverlapMatching(groups, found.size(), thresholds);
        groups.inBlocks((from, to) -> {
            int[] taken = new int[64];
            for (int g = from; g < to; g++) {
                int truths = groups.truthStart(g + 1) - groups.truthStart(g);
                if (taken.length < truths) {
                    taken = new int[truths * 2];
                }
                Arrays.fill(taken, 0, truths, 0);
                matching.match(g, truth, found, pixel, taken);
            }
        });
        return matching;
    }

    private void match(int group, GroundTruth truth, Detections found, double pixel, int[] taken) {
        int first = groups.truthStart(group);
        int end = groups.truthStart(group + 1);
        for (int d = groups.detectionStart(group); d < groups.detectionStart(group + 1); d++) {
            double best = 0;
            int object = -1;
            for (int t = first; t < end; t++) {
                double overlap =
                        found.boxes().intersectionOverUnion(groups.detection(d), truth.boxes(), groups.truth(t), pixel);
                if (overlap > best) {
                    best = overlap;
                    object = t;
                }
            }
            if (object < 0) {
                continue;
            }
            if (truth.isExempt(groups.truth(object))) {
                exemptOverlaps[d] = best;
                continue;
            }
            for (int i = 0; i < thresholds.length; i++) {
                int bit = 1 << i;
                if (best >= thresholds[i] && (taken[object - first] & bit) == 0) {
                    taken[object - first] |= bit;
                    right[d] |= bit;
                }
            }
        }
    }

    boolean isRight(int position, int threshold) {
        return (right[position] & 1 << threshold) != 0;
    }

    /** Whether the detection counts at this threshold, as right or as wrong. */
    boolean isCounted(int position, int threshold) {
        return exemptOverlaps[position] == 0 || exemptOverlaps[position] < thresholds[threshold];
    }
}
