package io.vidette.topology.detect;

import java.util.Set;

/**
 * How many more frames a stream thread may have in flight, as measured at one moment.
 *
 * <p>Threading: none.
 */
final class Room {
    private final long returned;
    private final Set<Integer> busy;
    private int left;

    /**
     * As measured.
     *
     * @param left frames, none if negative
     * @param busy partitions with frames in flight; written to
     * @param returned frames of the thread that had come back by then
     */
    Room(int left, Set<Integer> busy, long returned) {
        this.left = left;
        this.busy = busy;
        this.returned = returned;
    }

    /** Takes room for a frame, if there is some; a partition with nothing in flight always has room for one. */
    boolean take(int partition) {
        if (left <= 0 && busy.contains(partition)) {
            return false;
        }
        left--;
        busy.add(partition);
        return true;
    }

    long returned() {
        return returned;
    }
}
