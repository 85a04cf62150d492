package io.vidette.ingest.camera;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Events per second over the last seconds. Threading: safe from any thread. */
final class FrameRate {
    private final long windowNanos;
    private final Deque<Long> times = new ArrayDeque<>();

    FrameRate(Duration window) {
        this.windowNanos = window.toNanos();
    }

    synchronized void tick(long nowNanos) {
        times.addLast(nowNanos);
        trim(nowNanos);
    }

    /** From the spacing of the events, so that it is right before the window is full; 0 below two events. */
    synchronized double perSecond(long nowNanos) {
        trim(nowNanos);
        if (times.size() < 2) {
            return 0;
        }
        long span = Math.max(nowNanos - times.getFirst(), 1);
        return Math.round(times.size() * 1e11 / span) / 100.0;
    }

    private void trim(long nowNanos) {
        while (!times.isEmpty() && nowNanos - times.getFirst() > windowNanos) {
            times.removeFirst();
        }
    }
}
