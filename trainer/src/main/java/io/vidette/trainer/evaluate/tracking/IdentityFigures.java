package io.vidette.trainer.evaluate.tracking;

import io.vidette.topology.tracker.Assignment;

/**
 * Identity measures (Ristani et al., <i>Performance Measures and a Data Set for Multi-Target, Multi-Camera Tracking</i>,
 * arXiv:1609.01775): each true track is given at most one found track for all its time, so that the most boxes match, from
 * an overlap of 0.5 on. It measures how long an object keeps its id.
 *
 * @param matches boxes of those pairs (IDTP)
 * @param missed true boxes beside them (IDFN)
 * @param extra found boxes beside them (IDFP)
 */
public record IdentityFigures(long matches, long missed, long extra) {
    private static final double MATCH = 0.5 - 1e-12;

    /** The harmonic mean of precision and recall: 2 IDTP / (2 IDTP + IDFP + IDFN). */
    public double idf1() {
        return matches / Math.max(1.0, matches + 0.5 * missed + 0.5 * extra);
    }

    /** IDTP / (IDTP + IDFP). */
    public double precision() {
        return matches / Math.max(1.0, (double) matches + extra);
    }

    /** IDTP / (IDTP + IDFN). */
    public double recall() {
        return matches / Math.max(1.0, (double) matches + missed);
    }

    static IdentityFigures of(TrackComparison tracks) {
        double[][] common = new double[tracks.truths()][tracks.founds()];
        long trueBoxes = 0;
        long foundBoxes = 0;
        for (TrackComparison.Frame frame : tracks.frames()) {
            trueBoxes += frame.truth().length;
            foundBoxes += frame.found().length;
            for (int i = 0; i < frame.truth().length; i++) {
                for (int j = 0; j < frame.found().length; j++) {
                    if (frame.overlaps()[i][j] >= MATCH) {
                        common[frame.truth()[i]][frame.found()[j]]++;
                    }
                }
            }
        }
        int[] pairs = Assignment.best(common);
        long matches = 0;
        for (int i = 0; i < pairs.length; i++) {
            matches += pairs[i] < 0 ? 0 : (long) common[i][pairs[i]];
        }
        return new IdentityFigures(matches, trueBoxes - matches, foundBoxes - matches);
    }
}
