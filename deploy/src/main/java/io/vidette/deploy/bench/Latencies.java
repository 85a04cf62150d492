package io.vidette.deploy.bench;

import java.util.Arrays;

/** Percentiles of a set of durations in milliseconds. */
final class Latencies {
    private final double[] sorted;

    Latencies(double[] millis) {
        sorted = millis.clone();
        Arrays.sort(sorted);
    }

    int count() {
        return sorted.length;
    }

    /**
     * The nearest-rank percentile.
     *
     * @param p 0..100
     * @return milliseconds; NaN when there are none
     */
    double percentile(double p) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(p / 100 * sorted.length);
        return sorted[Math.max(0, Math.min(sorted.length - 1, rank - 1))];
    }
}
