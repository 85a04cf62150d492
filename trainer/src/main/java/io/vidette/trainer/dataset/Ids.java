package io.vidette.trainer.dataset;

import java.util.Arrays;

/** Ids of images or classes, whose rank is their index. */
final class Ids {
    private final long[] sorted;

    private Ids(long[] sorted) {
        this.sorted = sorted;
    }

    /** Of any order; one that stands there twice counts once. */
    static Ids of(long[] ids) {
        return new Ids(Arrays.stream(ids).sorted().distinct().toArray());
    }

    /** Negative for an id that is not among them. */
    int index(long id) {
        return Arrays.binarySearch(sorted, id);
    }

    int size() {
        return sorted.length;
    }
}
