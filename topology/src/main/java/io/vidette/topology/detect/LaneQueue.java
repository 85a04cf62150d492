package io.vidette.topology.detect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Frames that wait for a batch, by lane. A lane belongs to a thread, and drains before the thread commits. Draining
 * lanes go first, in the order in which they started to drain, and their batches leave without frames of other lanes:
 * of two threads that commit, one finishes early and returns with new frames while the model works on the other's.
 * Other lanes take turns, and so do the cameras of a lane. They get a turn now and then while others drain, so that
 * they do not starve.
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
     * Takes at most {@code most} frames: from the draining lanes, if any, else from all in turns. Frames of other lanes
     * that have waited for long get their turn too.
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
