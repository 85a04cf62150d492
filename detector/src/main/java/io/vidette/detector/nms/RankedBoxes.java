package io.vidette.detector.nms;

/**
 * The next candidates in the order of their ranks, copied side by side. What can be said of each by itself is said here, in
 * a loop without decisions: the processor works on several at once, and what follows waits for nothing.
 */
final class RankedBoxes {
    /** Small enough to stay near, and that little is done in vain where the search ends early. */
    private static final int CAPACITY = 256;
    /** Kinds of boxes along a cell: more make those of one kind more alike, and fewer. */
    private static final float KINDS_PER_CELL = 6;

    final float[] x1 = new float[CAPACITY];
    final float[] y1 = new float[CAPACITY];
    final float[] x2 = new float[CAPACITY];
    final float[] y2 = new float[CAPACITY];
    /** Boxes of different groups do not suppress each other: the class, or 0 for all. */
    final int[] group = new int[CAPACITY];
    /** A hash of group, size and place. Boxes of one kind are alike as a rule; nothing depends on it but speed. */
    final int[] kind = new int[CAPACITY];

    private int size;

    int size() {
        return size;
    }

    /** Takes the candidates from this rank on, as many as there is room for, or up to {@code count} in all. */
    void load(Candidates candidates, Ranking ranking, int from, int count, boolean acrossClasses) {
        size = Math.min(CAPACITY, count - from);
        for (int i = 0; i < size; i++) {
            int candidate = ranking.at(from + i);
            float left = candidates.x1(candidate);
            float top = candidates.y1(candidate);
            float right = candidates.x2(candidate);
            float bottom = candidates.y2(candidate);
            x1[i] = left;
            y1[i] = top;
            x2[i] = right;
            y2[i] = bottom;
            group[i] = acrossClasses ? 0 : candidates.classId(candidate);
            int grid = Grids.of(Math.max(right - left, bottom - top));
            float scale = KINDS_PER_CELL * (float) Grids.perPixel(grid);
            int column = (int) ((left + right) / 2 * scale);
            int row = (int) ((top + bottom) / 2 * scale);
            kind[i] = Grids.hash(group[i], grid, column, row);
        }
    }
}
