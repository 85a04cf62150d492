package io.vidette.detector.serve;

import io.vidette.topology.metric.Median;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a single picture takes with one thread and with all of them, measured in turns; medians in milliseconds.
 *
 * @param one with one thread
 * @param all with all
 */
record PictureWidth(double one, double all) {
    /** Enough for medians, and no more than a slow model needs time for. */
    private static final int ROUNDS = 15;

    private static final int LEAST_ROUNDS = 3;
    private static final double MOST_MILLIS = 1500;

    /** Measures both. */
    static PictureWidth measure(Runnable withOne, Runnable withAll) {
        // The first are slow, because the engine optimises.
        withOne.run();
        withAll.run();
        List<Double> one = new ArrayList<>();
        List<Double> all = new ArrayList<>();
        double spent = 0;
        while (one.size() < LEAST_ROUNDS || (one.size() < ROUNDS && spent < MOST_MILLIS)) {
            one.add(millis(withOne));
            all.add(millis(withAll));
            spent += one.get(one.size() - 1) + all.get(all.size() - 1);
        }
        return new PictureWidth(Median.of(one), Median.of(all));
    }

    private static double millis(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    /** Whether all are faster than one. */
    boolean isWide() {
        return all < one;
    }
}
