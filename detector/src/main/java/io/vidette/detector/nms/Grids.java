package io.vidette.detector.nms;

/**
 * Grids over the picture, one for each power of two: cells of grid n are {@code 2^n} pixels wide. A box belongs to the grid
 * whose cells are no smaller than the box and less than twice as large.
 */
final class Grids {
    /** Cells end here, far outside any picture, so that a loop can count past the last. */
    private static final int FARTHEST = 1 << 30;

    private Grids() {}

    /** The grid of boxes whose longer side is this many pixels. */
    static int of(double size) {
        return Math.getExponent(size) + 1;
    }

    /** Pixels that a cell is wide. Exact, as {@link Math#scalb} is, but without its loop. */
    static double side(int grid) {
        return Double.longBitsToDouble((long) (grid + Double.MAX_EXPONENT) << 52);
    }

    /** Cells to a pixel. */
    static double perPixel(int grid) {
        return side(-grid);
    }

    /** The column of an x or the row of a y. */
    static int cell(double coordinate, double perPixel) {
        return Math.max(-FARTHEST, Math.min(FARTHEST, (int) Math.floor(coordinate * perPixel)));
    }

    static double centre(float from, float to) {
        return ((double) from + to) / 2;
    }

    /** A number for a cell, the same for few others; its low bits will do. */
    static int hash(int group, int grid, int column, int row) {
        int hash = ((group * 31 + grid) * 0x9E3779B1 + column) * 0x85EBCA6B + row;
        hash *= 0xC2B2AE35;
        return hash ^ hash >>> 15;
    }
}
