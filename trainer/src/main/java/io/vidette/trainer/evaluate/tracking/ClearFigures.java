package io.vidette.trainer.evaluate.tracking;

import io.vidette.topology.tracker.Assignment;
import java.util.Arrays;

/**
 * CLEAR MOT (Bernardin and Stiefelhagen, <i>Evaluating Multiple Object Tracking Performance</i>, 2008): how many boxes are
 * right, frame by frame, and how often an object changes its id. Boxes match from an overlap of 0.5 on.
 *
 * @param matches true boxes that were found
 * @param missed true boxes that were not (FN)
 * @param extra found boxes that are not true (FP)
 * @param switches how often an object is found under another id than when it was found last
 * @param fragments how often an object is found again after a frame in which it was not
 * @param mostlyTracked objects found in more than 0.8 of their frames
 * @param partlyTracked objects found in 0.2 to 0.8 of them
 * @param mostlyLost all others
 * @param overlap sum over all matches
 */
public record ClearFigures(
        int matches,
        int missed,
        int extra,
        int switches,
        int fragments,
        int mostlyTracked,
        int partlyTracked,
        int mostlyLost,
        double overlap) {
    private static final double MATCH = 0.5 - 1e-12;

    /** More than all overlaps of a frame: a pair of the frame before is kept while it matches. */
    private static final double KEPT = 1000;

    /** Multiple object tracking accuracy, 1 - (FN + FP + switches) / true boxes; below 0 where errors are more than boxes. */
    public double mota() {
        return (matches - extra - switches) / Math.max(1.0, matches + missed);
    }

    /** Multiple object tracking precision: the mean overlap of a match. */
    public double motp() {
        return overlap / Math.max(1.0, matches);
    }

    static ClearFigures of(TrackComparison tracks) {
        int[] last = new int[tracks.truths()];
        int[] before = new int[tracks.truths()];
        int[] matched = new int[tracks.truths()];
        int[] begun = new int[tracks.truths()];
        Arrays.fill(last, -1);
        Arrays.fill(before, -1);
        int matches = 0;
        int missed = 0;
        int extra = 0;
        int switches = 0;
        double overlap = 0;
        for (TrackComparison.Frame frame : tracks.frames()) {
            int[] truth = frame.truth();
            int[] found = frame.found();
            int pairsHere = 0;
            if (truth.length > 0 && found.length > 0) {
                int[] pairs = Assignment.best(gains(frame, before));
                int[] now = new int[tracks.truths()];
                Arrays.fill(now, -1);
                for (int i = 0; i < pairs.length; i++) {
                    if (pairs[i] < 0) {
                        continue;
                    }
                    int object = truth[i];
                    int id = found[pairs[i]];
                    pairsHere++;
                    overlap += frame.overlaps()[i][pairs[i]];
                    switches += last[object] >= 0 && last[object] != id ? 1 : 0;
                    begun[object] += before[object] < 0 ? 1 : 0;
                    matched[object]++;
                    last[object] = id;
                    now[object] = id;
                }
                before = now;
            }
            matches += pairsHere;
            missed += truth.length - pairsHere;
            extra += found.length - pairsHere;
        }
        int[] boxes = tracks.truthBoxes();
        int mostly = 0;
        int partly = 0;
        int fragments = 0;
        for (int object = 0; object < boxes.length; object++) {
            double share = (double) matched[object] / boxes[object];
            mostly += share > 0.8 ? 1 : 0;
            partly += share >= 0.2 && share <= 0.8 ? 1 : 0;
            fragments += Math.max(0, begun[object] - 1);
        }
        return new ClearFigures(
                matches, missed, extra, switches, fragments, mostly, partly, boxes.length - mostly - partly, overlap);
    }

    private static double[][] gains(TrackComparison.Frame frame, int[] before) {
        double[][] gains = new double[frame.truth().length][frame.found().length];
        for (int i = 0; i < gains.length; i++) {
            for (int j = 0; j < gains[i].length; j++) {
                double overlap = frame.overlaps()[i][j];
                if (overlap >= MATCH) {
                    gains[i][j] = overlap + (before[frame.truth()[i]] == frame.found()[j] ? KEPT : 0);
                }
            }
        }
        return gains;
    }
}
