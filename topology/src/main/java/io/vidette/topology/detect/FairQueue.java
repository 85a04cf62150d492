package io.vidette.topology.detect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Frames that wait for a batch, first in first out per camera and in turns between cameras, so that a busy camera cannot
 * starve another. A camera of a higher priority sends more frames in its turn.
 *
 * <p>Threading: none; the caller holds a lock.
 */
final class FairQueue<T> {
    private final Map<String, Turn<T>> byCamera = new HashMap<>();
    private final ArrayDeque<Turn<T>> turns = new ArrayDeque<>();
    private int size;

    private static final class Turn<T> {
        private final String camera;
        private final ArrayDeque<T> waiting = new ArrayDeque<>();
        private int inARow;
        /** Frames that it may still send in this turn. */
        private int left;

        private Turn(String camera, int inARow) {
            this.camera = camera;
            this.inARow = inARow;
            left = inARow;
        }
    }

    /**
     * Adds a frame.
     *
     * @param inARow frames of this camera in one turn, 1 and more; the newest frame's counts from the next turn
     */
    void add(String camera, int inARow, T frame) {
        Turn<T> turn = byCamera.get(camera);
        if (turn == null) {
            turn = new Turn<>(camera, inARow);
            byCamera.put(camera, turn);
            turns.add(turn);
        }
        turn.inARow = inARow;
        turn.waiting.add(frame);
        size++;
    }

    int size() {
        return size;
    }

    /** Takes at most {@code most} frames, of each camera as many as its turn has. */
    List<T> take(int most) {
        List<T> taken = new ArrayList<>(Math.min(most, size));
        while (taken.size() < most && size > 0) {
            Turn<T> turn = turns.element();
            taken.add(turn.waiting.remove());
            size--;
            turn.left--;
            if (turn.waiting.isEmpty()) {
                turns.remove();
                byCamera.remove(turn.camera);
            } else if (turn.left <= 0) {
                turns.remove();
                turn.left = turn.inARow;
                turns.add(turn);
            }
        }
        return taken;
    }
}
