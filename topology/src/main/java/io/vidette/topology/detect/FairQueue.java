package io.vidette.topology.detect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Frames that wait for a batch, first in first out per camera and in turns between cameras, so that a busy camera cannot
 * starve another.
 *
 * <p>Threading: none; the caller holds a lock.
 */
final class FairQueue<T> {
    private final Map<String, ArrayDeque<T>> byCamera = new HashMap<>();
    private final ArrayDeque<Turn<T>> turns = new ArrayDeque<>();
    private int size;

    private record Turn<T>(String camera, ArrayDeque<T> waiting) {}

    void add(String camera, T frame) {
        ArrayDeque<T> waiting = byCamera.get(camera);
        if (waiting == null) {
            waiting = new ArrayDeque<>();
            byCamera.put(camera, waiting);
            turns.add(new Turn<>(camera, waiting));
        }
        waiting.add(frame);
        size++;
    }

    int size() {
        return size;
    }

    /** Takes at most {@code most} frames, one of each camera in turn. */
    List<T> take(int most) {
        List<T> taken = new ArrayList<>(Math.min(most, size));
        while (taken.size() < most && size > 0) {
            Turn<T> turn = turns.remove();
            taken.add(turn.waiting().remove());
            size--;
            if (turn.waiting().isEmpty()) {
                byCamera.remove(turn.camera());
            } else {
                turns.add(turn);
            }
        }
        return taken;
    }
}
