package io.vidette.detector.nms;

import java.util.Arrays;

/**
 * Candidates by score, the best first; of equal scores, by their places, so that the outcome does not depend on the order
 * of the input. Memory is used again.
 */
final class Ranking {
    /** Bits that one pass of {@link #sortByScore} orders by. */
    private static final int DIGIT = 11;
    /** Below this {@link Arrays#sort} is as fast. */
    private static final int FEW = 500;

    private final int[] starts = new int[1 << DIGIT];
    /** The score in the upper half, so that the best is the least; the candidate in the lower. */
    private long[] keys = new long[0];

    private long[] spare = new long[0];

    /** Ranks all candidates. */
    void rank(Candidates candidates) {
        int size = candidates.size();
        if (keys.length < size) {
            keys = new long[size + size / 2];
            spare = new long[keys.length];
        }
        for (int i = 0; i < size; i++) {
            keys[i] = (long) ~ascending(candidates.score(i)) << Integer.SIZE | i;
        }
        // Numbers sort several times as fast as indices under a comparison.
        if (size < FEW) {
            Arrays.sort(keys, 0, size);
        } else {
            sortByScore(size);
        }
        for (int from = 0; from < size; ) {
            int to = from + 1;
            while (to < size && keys[to] >> Integer.SIZE == keys[from] >> Integer.SIZE) {
                to++;
            }
            sortByPlace(candidates, from, to);
            from = to;
        }
    }

    /** Index of the candidate at a rank, 0 being the best. */
    int at(int rank) {
        return (int) keys[rank];
    }

    /** Radix sort from the lowest digit: three passes whatever the scores, several times as fast as comparing. */
    private void sortByScore(int size) {
        for (int shift = Integer.SIZE; shift < Long.SIZE; shift += DIGIT) {
            Arrays.fill(starts, 0);
            for (int i = 0; i < size; i++) {
                starts[digit(keys[i], shift)]++;
            }
            int start = 0;
            for (int digit = 0; digit < starts.length; digit++) {
                int count = starts[digit];
                starts[digit] = start;
                start += count;
            }
            for (int i = 0; i < size; i++) {
                spare[starts[digit(keys[i], shift)]++] = keys[i];
            }
            long[] sorted = spare;
            spare = keys;
            keys = sorted;
        }
    }

    /** Inverts the sign bit, so that unsigned digits sort like signed numbers. */
    private static int digit(long key, int shift) {
        return (int) ((key ^ Long.MIN_VALUE) >>> shift) & (1 << DIGIT) - 1;
    }

    /** A float's bits as a whole number in the same order. */
    private static int ascending(float score) {
        int bits = Float.floatToIntBits(score);
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
    }

    /** Heap sort: in place, and no worse when a broken model gives all boxes one score. */
    private void sortByPlace(Candidates candidates, int from, int to) {
        int size = to - from;
        for (int root = size / 2 - 1; root >= 0; root--) {
            sink(candidates, from, root, size);
        }
        for (int end = size - 1; end > 0; end--) {
            swap(from, from + end);
            sink(candidates, from, 0, end);
        }
    }

    private void sink(Candidates candidates, int from, int start, int size) {
        int root = start;
        while (2 * root + 1 < size) {
            int child = 2 * root + 1;
            if (child + 1 < size && candidates.compareByPlace(at(from + child), at(from + child + 1)) < 0) {
                child++;
            }
            if (candidates.compareByPlace(at(from + root), at(from + child)) >= 0) {
                return;
            }
            swap(from + root, from + child);
            root = child;
        }
    }

    private void swap(int a, int b) {
        long key = keys[a];
        keys[a] = keys[b];
        keys[b] = key;
    }
}
