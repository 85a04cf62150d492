package io.vidette.trainer.evaluate.detection;

/**
 * Sorts indices by the scores they stand for: best first, equal ones as they were. A merge sort, because
 * {@link java.util.Arrays} sorts indices by something else only as objects.
 */
final class ScoreOrder {
    /** Up to this length inserting is faster than merging. */
    private static final int SHORT = 24;

    private ScoreOrder() {}

    /** Sorts {@code indices[from..to)}. */
    static void sort(int[] indices, int from, int to, double[] scores) {
        if (to - from <= SHORT) {
            insert(indices, from, to, scores);
        } else {
            sort(indices, from, to, scores, new int[(to - from + 1) / 2]);
        }
    }

    private static void sort(int[] indices, int from, int to, double[] scores, int[] spare) {
        if (to - from <= SHORT) {
            insert(indices, from, to, scores);
            return;
        }
        int middle = (from + to + 1) >>> 1;
        sort(indices, from, middle, scores, spare);
        sort(indices, middle, to, scores, spare);
        if (scores[indices[middle - 1]] >= scores[indices[middle]]) {
            return;
        }
        int length = middle - from;
        System.arraycopy(indices, from, spare, 0, length);
        int left = 0;
        int right = middle;
        int at = from;
        while (left < length && right < to) {
            boolean leftFirst = scores[spare[left]] >= scores[indices[right]];
            indices[at++] = leftFirst ? spare[left++] : indices[right++];
        }
        System.arraycopy(spare, left, indices, at, length - left);
    }

    private static void insert(int[] indices, int from, int to, double[] scores) {
        for (int i = from + 1; i < to; i++) {
            int index = indices[i];
            int at = i;
            while (at > from && scores[indices[at - 1]] < scores[index]) {
                indices[at] = indices[at - 1];
                at--;
            }
            indices[at] = index;
        }
    }
}
