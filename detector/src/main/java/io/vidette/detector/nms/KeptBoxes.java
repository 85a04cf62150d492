package io.vidette.detector.nms;

import java.util.Arrays;

/**
 * Boxes that were kept, found again by place, so that a candidate is compared with its neighbours alone.
 *
 * <p>Boxes lie in grids, one for each power of two: a box in the grid whose cells are no smaller than the box, in every
 * cell that it touches, four at most. Of two boxes with an IoU above t each side of the part in common is longer than t
 * times that side of either. So their sizes differ by less than 1/t, which leaves few grids to look into; and the part in
 * common holds one of the points that lie t times the side apart in the candidate, which leaves few cells to look into:
 * one for each grid where t is above a half. The cells of all grids and classes share one hash table.
 */
final class KeptBoxes {
    /** Below this overlap the points outnumber what is kept, and boxes are compared one by one. */
    static final float LEAST_IOU = 0.15f;
    /** Rounding may call an overlap above the threshold that is a trifle below. */
    private static final double SLACK = 0.999;

    private int[] buckets = new int[1 << 10];
    /** Entry i: a box, and the entry before it in its bucket, -1 for none. */
    private int[] boxes = new int[1 << 10];

    private int[] before = new int[1 << 10];
    private int entries;
    private double spacing;

    /**
     * Starts anew.
     *
     * @param expected boxes at most
     * @param iou of {@link #overlaps}, at least {@link #LEAST_IOU}
     */
    void clear(int expected, float iou) {
        while (buckets.length < expected) {
            buckets = new int[buckets.length * 2];
        }
        Arrays.fill(buckets, -1);
        entries = 0;
        spacing = iou * SLACK;
    }

    /** Adds a box of a group: its class, or one number for all where classes do not matter. */
    void add(Candidates candidates, int box, int group) {
        float size = size(candidates, box);
        int grid = grid(size);
        double scale = Math.scalb(1.0, -grid);
        int right = cell(candidates.x2(box), scale);
        int bottom = cell(candidates.y2(box), scale);
        for (int row = cell(candidates.y1(box), scale); row <= bottom; row++) {
            for (int column = cell(candidates.x1(box), scale); column <= right; column++) {
                add(box, bucket(group, grid, column, row));
            }
        }
    }

    private void add(int box, int bucket) {
        if (entries == boxes.length) {
            boxes = Arrays.copyOf(boxes, entries * 2);
            before = Arrays.copyOf(before, entries * 2);
        }
        boxes[entries] = box;
        before[entries] = buckets[bucket];
        buckets[bucket] = entries++;
    }

    /** Whether the candidate overlaps a box of its group by more than this IoU. */
    boolean overlaps(Candidates candidates, int candidate, int group, float iou, boolean acrossClasses) {
        double left = candidates.x1(candidate);
        double top = candidates.y1(candidate);
        double width = candidates.x2(candidate) - left;
        double height = candidates.y2(candidate) - top;
        double size = Math.max(width, height);
        int last = grid((float) (size / spacing));
        for (int grid = grid((float) (size * spacing)); grid <= last; grid++) {
            double scale = Math.scalb(1.0, -grid);
            for (double v = spacing; v < 1; v += spacing) {
                int row = cell(top + v * height, scale);
                for (double u = spacing; u < 1; u += spacing) {
                    int bucket = bucket(group, grid, cell(left + u * width, scale), row);
                    for (int entry = buckets[bucket]; entry >= 0; entry = before[entry]) {
                        int box = boxes[entry];
                        if ((acrossClasses || candidates.classId(box) == candidates.classId(candidate))
                                && candidates.intersectionOverUnion(box, candidate) > iou) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    private static float size(Candidates candidates, int box) {
        return Math.max(candidates.x2(box) - candidates.x1(box), candidates.y2(box) - candidates.y1(box));
    }

    /** The grid of boxes of this size: its cells are {@code 2^grid} pixels wide, no less than the size. */
    private static int grid(float size) {
        return Math.getExponent(size) + 1;
    }

    private static int cell(double coordinate, double scale) {
        // Within limits that a loop can count past.
        return (int) Math.max(-0x1p30, Math.min(0x1p30, Math.floor(coordinate * scale)));
    }

    private int bucket(int group, int grid, int column, int row) {
        int hash = ((group * 31 + grid) * 0x9E3779B1 + column) * 0x85EBCA6B + row;
        hash *= 0xC2B2AE35;
        return (hash ^ hash >>> 15) & buckets.length - 1;
    }
}
