package io.vidette.trainer.evaluate.tracking;

import io.vidette.topology.tracker.Assignment;
import java.util.HashMap;
import java.util.Map;

/**
 * Higher order tracking accuracy (Luiten et al., <i>HOTA: A Higher Order Metric for Evaluating Multi-Object Tracking</i>,
 * arXiv:2009.07736): detection and association weigh the same; all are means over the overlaps 0.05, 0.1 … 0.95 that make
 * a match.
 *
 * @param hota mean of the roots of detection times association
 * @param detection DetA = TP / (TP + FN + FP)
 * @param association AssA, mean over the matches of how much of both tracks is matched with each other
 * @param localisation LocA, mean overlap of the matches
 */
public record HotaFigures(double hota, double detection, double association, double localisation) {
    private static final int LEVELS = 19;
    private static final double STEP = 0.05;
    private static final double ROUNDING = 1e-12;

    static HotaFigures of(TrackComparison tracks) {
        double[][] alignment = alignment(tracks);
        Map<Long, int[]> matches = new HashMap<>();
        double[] overlap = new double[LEVELS];
        long boxes = 0;
        for (TrackComparison.Frame frame : tracks.frames()) {
            boxes += frame.truth().length + frame.found().length;
            int[] pairs = Assignment.best(gains(frame, alignment));
            for (int i = 0; i < pairs.length; i++) {
                if (pairs[i] < 0) {
                    continue;
                }
                double here = frame.overlaps()[i][pairs[i]];
                long ids = ((long) frame.truth()[i] << 32) | frame.found()[pairs[i]];
                int[] common = matches.computeIfAbsent(ids, key -> new int[LEVELS]);
                for (int level = 0; level < LEVELS && here >= (level + 1) * STEP - ROUNDING; level++) {
                    common[level]++;
                    overlap[level] += here;
                }
            }
        }
        return mean(tracks, matches, overlap, boxes);
    }

    private static HotaFigures mean(TrackComparison tracks, Map<Long, int[]> matches, double[] overlap, long boxes) {
        int[] truthBoxes = tracks.truthBoxes();
        int[] foundBoxes = tracks.foundBoxes();
        double hota = 0;
        double detection = 0;
        double association = 0;
        double localisation = 0;
        for (int level = 0; level < LEVELS; level++) {
            long right = 0;
            double joined = 0;
            for (Map.Entry<Long, int[]> pair : matches.entrySet()) {
                double common = pair.getValue()[level];
                int all = truthBoxes[(int) (pair.getKey() >> 32)]
                        + foundBoxes[pair.getKey().intValue()];
                right += (long) common;
                joined += common * common / Math.max(1, all - common);
            }
            // TP + FN + FP is what both have, less what they have in common.
            double detectionHere = right / Math.max(1.0, (double) boxes - right);
            double associationHere = joined / Math.max(1, right);
            detection += detectionHere / LEVELS;
            association += associationHere / LEVELS;
            hota += Math.sqrt(detectionHere * associationHere) / LEVELS;
            localisation += (right == 0 ? 1 : overlap[level] / (double) right) / LEVELS;
        }
        return new HotaFigures(hota, detection, association, localisation);
    }

    /** How much two tracks have in common over all frames, before boxes are matched one to one: A_max of the paper's 3.3. */
    private static double[][] alignment(TrackComparison tracks) {
        double[][] common = new double[tracks.truths()][tracks.founds()];
        for (TrackComparison.Frame frame : tracks.frames()) {
            double[][] overlaps = frame.overlaps();
            double[] columns = new double[frame.found().length];
            for (double[] row : overlaps) {
                for (int j = 0; j < row.length; j++) {
                    columns[j] += row[j];
                }
            }
            for (int i = 0; i < overlaps.length; i++) {
                double sum = 0;
                for (double value : overlaps[i]) {
                    sum += value;
                }
                for (int j = 0; j < columns.length; j++) {
                    if (overlaps[i][j] > 0) {
                        common[frame.truth()[i]][frame.found()[j]] +=
                                overlaps[i][j] / (sum + columns[j] - overlaps[i][j]);
                    }
                }
            }
        }
        int[] truthBoxes = tracks.truthBoxes();
        int[] foundBoxes = tracks.foundBoxes();
        for (int i = 0; i < common.length; i++) {
            for (int j = 0; j < common[i].length; j++) {
                common[i][j] /= truthBoxes[i] + foundBoxes[j] - common[i][j];
            }
        }
        return common;
    }

    private static double[][] gains(TrackComparison.Frame frame, double[][] alignment) {
        double[][] gains = new double[frame.truth().length][frame.found().length];
        for (int i = 0; i < gains.length; i++) {
            for (int j = 0; j < gains[i].length; j++) {
                gains[i][j] = alignment[frame.truth()[i]][frame.found()[j]] * frame.overlaps()[i][j];
            }
        }
        return gains;
    }
}
