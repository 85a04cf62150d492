package io.vidette.topology.detect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Frames that wait for a batch, by the lane they came on: that of a thread that commits. Lanes that drain go first, in the
 * order in which they began to, and wait for no other's frames; so of two threads that have to commit, one is done early
 * and comes back with new frames while the model works on the other's. All else takes turns, between lanes and in each
 * between cameras; and gets a turn now and then, so lanes that drain over and over do not starve the others.
 *
 * <p>Threading: none; the caller holds a lock.
 *
 * @param <L> a lane
 * @param <T> a frame
 */
final class LaneQueue<L, T> {
    /** Most batches of lanes that drain in a row while another waits: a drain is seldom longer. */
    private static final int MOST_IN_A_ROW = 8;

    private final Map<L, FairQueue<T>> byLane = new HashMap<>();
    private final ArrayDeque<L> turns = new ArrayDeque<>();
    private final Set<L> draining = new LinkedHashSet<>();
    private int size;
    /** Batches of lanes that drain since the others had their turn. */
    private int inARow;

    /** Adds a frame, of a camera that may send so many in its turn; its lane drains no longer. */
    void add(L lane, String camera, int inARow, T frame) {
        draining.remove(lane);
        FairQueue<T> waiting = byLane.get(lane);
        if (waiting == null) {
            waiting = new FairQueue<>();
            byLane.put(lane, waiting);
            turns.add(lane);
        }
        waiting.add(camera, inARow, frame);
        size++;
    }

    /** Lets a lane go first, after those that already drain, until a frame is added to it. */
    void drain(L lane) {
        draining.add(lane);
    }

    int size() {
        return size;
    }

    /** Whether a lane that drains has frames here. */
    boolean isDraining() {
        return draining.stream().anyMatch(byLane::containsKey);
    }

    /**
     * Takes at most {@code most} frames: of the lanes that drain, if any, else of all in turns; also of all in turns where
     * the others have waited for long.
     */
    List<T> take(int most) {
        List<T> taken = new ArrayList<>(Math.min(most, size));
        if (isDraining() && inARow < MOST_IN_A_ROW) {
            for (L lane : draining) {
                takeFrom(lane, most - taken.size(), taken);
            }
            inARow = draining.containsAll(turns) ? 0 : inARow + 1;
            return taken;
        }
        inARow = 0;
        while (taken.size() < most && size > 0) {
            L lane = turns.remove();
            turns.add(lane);
            takeFrom(lane, 1, taken);
        }
        return taken;
    }

    private void takeFrom(L lane, int most, List<T> taken) {
        FairQueue<T> waiting = byLane.get(lane);
        if (waiting == null) {
            return;
        }
        List<T> some = waiting.take(most);
        taken.addAll(some);
        size -= some.size();
        if (waiting.size() == 0) {
            byLane.remove(lane);
            turns.remove(lane);
        }
    }

    /** Forgets a lane that will not come back; frames of it that still wait keep their turn. */
    void forget(L lane) {
        draining.remove(lane);
    }
}
