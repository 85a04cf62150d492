package io.vidette.detector.nms;

import java.util.Arrays;

/**
 * Boxes that were kept, found again by place and size, so that a candidate is compared with its neighbours alone.
 *
 * <p>Boxes lie in grids by their centres, one grid for each power of two: a box in the grid whose cells are no smaller than
 * the box. Of two boxes with an IoU above t the part in common is wider than t times either, and higher. So their sides
 * differ by less than 1/t, which leaves few grids to look into; and from {@code (w1 + w2) / 2 - |dx| > t * max(w1, w2)}
 * their centres lie so close that few cells of each are left, four in the candidate's own grid as a rule. The cells of all
 * grids and classes share one hash table.
 */
final class KeptBoxes {
    /** Below this overlap the cells outnumber what is kept, and boxes are compared one by one. */
    static final float LEAST_IOU = 0.15f;
    /** Rounding may call an overlap above the threshold that is a trifle below. */
    private static final double SLACK = 0.999;

    /** A power of two; small enough to stay near. */
    private static final int HINTS = 1 << 12;
    /** Places of a hint along a cell. */
    private static final double HINTS_PER_CELL = 6;

    private int[] buckets = new int[1 << 10];
    /** Which entry suppressed the candidate before of about this place and size: likely the next one's too. */
    private final int[] hints = new int[HINTS];

    /** Entry i: a box, its corners beside those of others, and the entry before it in its bucket, -1 for none. */
    private int[] boxes = new int[1 << 10];

    private float[] corners = new float[1 << 12];
    private int[] before = new int[1 << 10];
    private int entries;
    /** Bit n for a box in grid n, n + 64 and so on. */
    private long usedGrids;

    private float iou;
    private double common;

    /**
     * Starts anew.
     *
     * @param expected boxes at most
     * @param newIou of {@link #overlaps}, at least {@link #LEAST_IOU}
     */
    void clear(int expected, float newIou) {
        while (buckets.length < expected) {
            buckets = new int[buckets.length * 2];
        }
        Arrays.fill(buckets, -1);
        Arrays.fill(hints, -1);
        entries = 0;
        usedGrids = 0;
        iou = newIou;
        common = newIou * SLACK;
    }

    /** Adds a box of a group: its class, or one number for all where classes do not matter. */
    void add(Candidates candidates, int box, int group) {
        if (entries == boxes.length) {
            boxes = Arrays.copyOf(boxes, entries * 2);
            before = Arrays.copyOf(before, entries * 2);
            corners = Arrays.copyOf(corners, entries * 8);
        }
        float x1 = candidates.x1(box);
        float y1 = candidates.y1(box);
        float x2 = candidates.x2(box);
        float y2 = candidates.y2(box);
        int grid = grid(Math.max((double) x2 - x1, (double) y2 - y1));
        double scale = Math.scalb(1.0, -grid);
        int bucket = bucket(group, grid, cell(centre(x1, x2), scale), cell(centre(y1, y2), scale));
        corners[entries * 4] = x1;
        corners[entries * 4 + 1] = y1;
        corners[entries * 4 + 2] = x2;
        corners[entries * 4 + 3] = y2;
        boxes[entries] = box;
        before[entries] = buckets[bucket];
        buckets[bucket] = entries++;
        usedGrids |= 1L << grid;
    }

    /** Whether the candidate overlaps a box of its group by more than the IoU. */
    boolean overlaps(Candidates candidates, int candidate, int group, boolean acrossClasses) {
        double width = (double) candidates.x2(candidate) - candidates.x1(candidate);
        double height = (double) candidates.y2(candidate) - candidates.y1(candidate);
        double size = Math.max(width, height);
        int own = grid(size);
        double scale = HINTS_PER_CELL * Math.scalb(1.0, -own);
        int column = cell(centre(candidates.x1(candidate), candidates.x2(candidate)), scale);
        int row = cell(centre(candidates.y1(candidate), candidates.y2(candidate)), scale);
        int place = hash(group, own, column, row) & HINTS - 1;
        int hint = hints[place];
        if (hint >= 0 && overlaps(hint, candidates, candidate, acrossClasses)) {
            return true;
        }
        // Most candidates are suppressed, and most of these by a box of their own size.
        int entry = overlappingIn(own, candidates, candidate, group, width, height, acrossClasses);
        int last = grid(size / common);
        for (int grid = grid(size * common); entry < 0 && grid <= last; grid++) {
            if (grid != own) {
                entry = overlappingIn(grid, candidates, candidate, group, width, height, acrossClasses);
            }
        }
        if (entry >= 0) {
            hints[place] = entry;
        }
        return entry >= 0;
    }

    /** An entry of the grid that overlaps the candidate; -1 for none. */
    private int overlappingIn(
            int grid,
            Candidates candidates,
            int candidate,
            int group,
            double width,
            double height,
            boolean acrossClasses) {
        if ((usedGrids & 1L << grid) == 0) {
            return -1;
        }
        double largest = Math.scalb(1.0, grid);
        double scale = Math.scalb(1.0, -grid);
        double x = centre(candidates.x1(candidate), candidates.x2(candidate));
        double y = centre(candidates.y1(candidate), candidates.y2(candidate));
        double reachX = reach(width, largest);
        double reachY = reach(height, largest);
        int right = cell(x + reachX, scale);
        int bottom = cell(y + reachY, scale);
        for (int row = cell(y - reachY, scale); row <= bottom; row++) {
            for (int column = cell(x - reachX, scale); column <= right; column++) {
                int first = buckets[bucket(group, grid, column, row)];
                int entry = first < 0 ? -1 : overlappingFrom(first, candidates, candidate, acrossClasses);
                if (entry >= 0) {
                    return entry;
                }
            }
        }
        return -1;
    }

    /**
     * How far apart the centres of two boxes above the IoU are at most, along one side.
     *
     * @param side of the candidate
     * @param largest side of the other
     */
    private double reach(double side, double largest) {
        double other = Math.min(side / common, largest);
        double reach = (side + other) / 2 - common * Math.max(side, other);
        // It rises up to equal sides, and beyond them where the IoU is below a half.
        return other > side ? Math.max(reach, side * (1 - common)) : reach;
    }

    private int overlappingFrom(int first, Candidates candidates, int candidate, boolean acrossClasses) {
        float x1 = candidates.x1(candidate);
        float y1 = candidates.y1(candidate);
        float x2 = candidates.x2(candidate);
        float y2 = candidates.y2(candidate);
        float area = (x2 - x1) * (y2 - y1);
        float least = (float) (common / (1 + common));
        for (int entry = first; entry >= 0; entry = before[entry]) {
            int at = entry * 4;
            float left = corners[at];
            float top = corners[at + 1];
            float right = corners[at + 2];
            float bottom = corners[at + 3];
            float width = Math.min(x2, right) - Math.max(x1, left);
            float height = Math.min(y2, bottom) - Math.max(y1, top);
            // Without the division, and a trifle too often: common / (area + its area - common) > t.
            if (width > 0
                    && height > 0
                    && width * height > least * (area + (right - left) * (bottom - top))
                    && overlaps(entry, candidates, candidate, acrossClasses)) {
                return entry;
            }
        }
        return -1;
    }

    private boolean overlaps(int entry, Candidates candidates, int candidate, boolean acrossClasses) {
        return (acrossClasses || candidates.classId(boxes[entry]) == candidates.classId(candidate))
                && candidates.intersectionOverUnion(boxes[entry], candidate) > iou;
    }

    private static double centre(float from, float to) {
        return ((double) from + to) / 2;
    }

    /** The grid of boxes of this size: its cells are {@code 2^grid} pixels wide, no less than the size. */
    private static int grid(double size) {
        return Math.getExponent(size) + 1;
    }

    private static int cell(double coordinate, double scale) {
        // Within limits that a loop can count past.
        return (int) Math.max(-0x1p30, Math.min(0x1p30, Math.floor(coordinate * scale)));
    }

    private int bucket(int group, int grid, int column, int row) {
        return hash(group, grid, column, row) & buckets.length - 1;
    }

    private static int hash(int group, int grid, int column, int row) {
        int hash = ((group * 31 + grid) * 0x9E3779B1 + column) * 0x85EBCA6B + row;
        hash *= 0xC2B2AE35;
        return hash ^ hash >>> 15;
    }
}
