package io.vidette.detector.nms;

import java.util.Arrays;

/**
 * Boxes that were kept, found again by place and size, so that a candidate is compared with its neighbours alone.
 *
 * <p>Boxes lie in {@link Grids} by their centres. Of two boxes with an IoU above t the part in common is wider than t times
 * either, and higher. So their sides differ by less than 1/t, which leaves few grids to look into; and from
 * {@code (w1 + w2) / 2 - |dx| > t * max(w1, w2)} their centres lie so close that few cells of each are left, four in the
 * candidate's own grid as a rule. The cells of all grids and groups share one hash table.
 */
final class KeptBoxes {
    /** Below this overlap the cells outnumber what is kept, and boxes are compared one by one. */
    static final float LEAST_IOU = 0.15f;
    /** Rounding may call an overlap above the threshold that is a trifle below. */
    private static final double SLACK = 0.999;
    /** A power of two; small enough to stay near. */
    private static final int HINTS = 1 << 13;

    private int[] buckets = new int[1 << 10];
    /** Two for each kind of boxes: the entries that suppressed the last of this kind, likely the next one's too. */
    private final int[] hints = new int[HINTS];

    /** Entry i: the corners of a box beside those of others, and the entry before it in its bucket, -1 for none. */
    private float[] corners = new float[1 << 12];

    private float[] areas = new float[1 << 10];
    private int[] groups = new int[1 << 10];
    private int[] before = new int[1 << 10];
    private int entries;
    /** Bit n for a box in grid n, n + 64 and so on. */
    private long usedGrids;

    private float iou;
    /** The IoU less the slack, and one over it. */
    private double common;

    private double inverse;
    /** What two boxes above the IoU have in common at least, as a part of the sum of their areas. */
    private float leastCommon;

    // The candidate in question.
    private float x1;
    private float y1;
    private float x2;
    private float y2;
    private float area;
    private int group;

    /**
     * Removes all boxes and starts a new picture.
     *
     * @param expected boxes at most
     * @param newIou overlap above which a box is suppressed, at least {@link #LEAST_IOU}
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
        inverse = 1 / common;
        leastCommon = (float) (common / (1 + common));
    }

    /** Keeps a candidate unless one of its group that was kept before suppresses it. */
    boolean keep(RankedBoxes candidates, int index) {
        x1 = candidates.x1[index];
        y1 = candidates.y1[index];
        x2 = candidates.x2[index];
        y2 = candidates.y2[index];
        area = (x2 - x1) * (y2 - y1);
        group = candidates.group[index];
        if (!(x2 > x1 && area > 0 && area <= Float.MAX_VALUE)) {
            // It overlaps nothing. Thousands in one place, as broken weights give, are not to be compared.
            return true;
        }
        int hint = candidates.kind[index] & HINTS - 2;
        int last = hints[hint];
        if (last >= 0 && suppresses(last)) {
            return false;
        }
        int secondLast = hints[hint + 1];
        int suppressor = secondLast >= 0 && suppresses(secondLast) ? secondLast : suppressor();
        if (suppressor < 0) {
            add();
            return true;
        }
        hints[hint] = suppressor;
        hints[hint + 1] = last;
        return false;
    }

    private void add() {
        if (entries == before.length) {
            corners = Arrays.copyOf(corners, entries * 8);
            areas = Arrays.copyOf(areas, entries * 2);
            groups = Arrays.copyOf(groups, entries * 2);
            before = Arrays.copyOf(before, entries * 2);
        }
        int grid = Grids.of(Math.max((double) x2 - x1, (double) y2 - y1));
        double scale = Grids.perPixel(grid);
        int column = Grids.cell(Grids.centre(x1, x2), scale);
        int row = Grids.cell(Grids.centre(y1, y2), scale);
        int bucket = bucket(grid, column, row);
        corners[entries * 4] = x1;
        corners[entries * 4 + 1] = y1;
        corners[entries * 4 + 2] = x2;
        corners[entries * 4 + 3] = y2;
        areas[entries] = area;
        groups[entries] = group;
        before[entries] = buckets[bucket];
        buckets[bucket] = entries++;
        usedGrids |= 1L << grid;
    }

    /** An entry that suppresses the candidate; -1 for none. */
    private int suppressor() {
        double width = (double) x2 - x1;
        double height = (double) y2 - y1;
        double size = Math.max(width, height);
        // Most are suppressed by a box of their own size.
        int own = Grids.of(size);
        int entry = suppressorIn(own, width, height);
        int last = Grids.of(size * inverse);
        for (int grid = Grids.of(size * common); entry < 0 && grid <= last; grid++) {
            if (grid != own) {
                entry = suppressorIn(grid, width, height);
            }
        }
        return entry;
    }

    private int suppressorIn(int grid, double width, double height) {
        if ((usedGrids & 1L << grid) == 0) {
            return -1;
        }
        double largest = Grids.side(grid);
        double scale = Grids.perPixel(grid);
        double x = Grids.centre(x1, x2);
        double y = Grids.centre(y1, y2);
        double reachX = reach(width, largest);
        double reachY = reach(height, largest);
        int left = Grids.cell(x - reachX, scale);
        int right = Grids.cell(x + reachX, scale);
        int bottom = Grids.cell(y + reachY, scale);
        for (int row = Grids.cell(y - reachY, scale); row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                for (int entry = buckets[bucket(grid, column, row)]; entry >= 0; entry = before[entry]) {
                    if (suppresses(entry)) {
                        return entry;
                    }
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
        double other = Math.min(side * inverse, largest);
        double reach = (side + other) / 2 - common * Math.max(side, other);
        // It rises up to equal sides, and beyond them where the IoU is below a half.
        return other > side ? Math.max(reach, side * (1 - common)) : reach;
    }

    private boolean suppresses(int entry) {
        int at = entry * 4;
        float width = Math.min(x2, corners[at + 2]) - Math.max(x1, corners[at]);
        float height = Math.min(y2, corners[at + 3]) - Math.max(y1, corners[at + 1]);
        float both = width * height;
        float sum = area + areas[entry];
        // The first sorts out nearly all without a division, and none too many; the last is the definition. Both boxes
        // have an area, so that width and height are above 0 where one of them is.
        return both > leastCommon * sum && width > 0 && group == groups[entry] && both / (sum - both) > iou;
    }

    private int bucket(int grid, int column, int row) {
        return Grids.hash(group, grid, column, row) & buckets.length - 1;
    }
}
