package io.vidette.topology.diff;

/**
 * Differences of scores, of any number of pairs in bounded memory: they are counted in steps of 0.001, so the median is
 * known to that.
 */
final class ScoreShift {
    private static final int STEPS = 1000;

    private final long[] counts = new long[2 * STEPS + 1];
    private long size;
    private double sum;

    /** @param shift -1..1 */
    void add(double shift) {
        counts[(int) Math.round(shift * STEPS) + STEPS]++;
        size++;
        sum += shift;
    }

    void add(ScoreShift other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        size += other.size;
        sum += other.sum;
    }

    /** 0 where there are none. */
    double mean() {
        return size == 0 ? 0 : sum / size;
    }

    /** 0 where there are none. */
    double median() {
        return size == 0 ? 0 : (at((size - 1) / 2) + at(size / 2)) / 2;
    }

    /** The value at a place in their order. */
    private double at(long rank) {
        long before = 0;
        for (int i = 0; i < counts.length; i++) {
            before += counts[i];
            if (before > rank) {
                return (i - STEPS) / (double) STEPS;
            }
        }
        throw new IllegalStateException("no value at " + rank + " of " + size);
    }
}
