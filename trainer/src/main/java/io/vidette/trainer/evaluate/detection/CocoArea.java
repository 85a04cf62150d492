package io.vidette.trainer.evaluate.detection;

import java.util.List;

/**
 * A range of object sizes that COCO reports figures for.
 *
 * @param index its place among {@link #EACH}
 * @param least area in square pixels that belongs to it
 * @param most area in square pixels that belongs to it
 */
record CocoArea(int index, double least, double most) {
    static final CocoArea ALL = new CocoArea(0, 0, 1e10);
    static final CocoArea SMALL = new CocoArea(1, 0, 32 * 32);
    static final CocoArea MEDIUM = new CocoArea(2, 32 * 32, 96 * 96);
    static final CocoArea LARGE = new CocoArea(3, 96 * 96, 1e10);
    static final List<CocoArea> EACH = List.of(ALL, SMALL, MEDIUM, LARGE);

    boolean holds(double area) {
        return area >= least && area <= most;
    }
}
