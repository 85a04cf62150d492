package io.vidette.topology.detect;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * Frames of one stream thread that are with the model or wait for it. A partition with nothing in flight may always add one
 * frame to the thread's share.
 *
 * <p>Threading: none; the caller holds a lock.
 */
final class InFlight {
    private final Map<Integer, Integer> byPartition = new HashMap<>();
    private int frames;
    private long returned;

    void add(int partition) {
        frames++;
        byPartition.merge(partition, 1, Integer::sum);
    }

    void remove(int partition) {
        frames--;
        returned++;
        byPartition.computeIfPresent(partition, (key, some) -> some == 1 ? null : some - 1);
    }

    /** Frames that were removed so far. */
    long returned() {
        return returned;
    }

    /** What is left of a share. */
    Room room(double share) {
        return new Room((int) Math.ceil(share - frames), new HashSet<>(byPartition.keySet()), returned);
    }

    /** Whether a share has no room for a frame of a partition. */
    boolean isFull(int partition, double share) {
        return frames >= share && byPartition.containsKey(partition);
    }

    /**
     * Whether a partition has frames here and less than half of its share is left: frames of low priority are skipped
     * then.
     */
    boolean isBusy(int partition, double share) {
        return frames > share / 2 && byPartition.containsKey(partition);
    }
}
