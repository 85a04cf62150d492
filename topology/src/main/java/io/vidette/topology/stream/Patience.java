package io.vidette.topology.stream;

import java.time.Duration;

/**
 * How long something has been seen to last, look by look.
 *
 * <p>Threading: from any thread.
 */
final class Patience {
    private final long mostNanos;
    private boolean lasts;
    private long sinceNanos;

    Patience(Duration most) {
        mostNanos = most.toNanos();
    }

    /**
     * Whether every check during more than the maximum time has found it so; the time then starts again.
     *
     * @param isSo what this look finds
     * @param nowNanos of a clock that only goes forward
     */
    synchronized boolean isOver(boolean isSo, long nowNanos) {
        if (!isSo || !lasts) {
            lasts = isSo;
            sinceNanos = nowNanos;
            return false;
        }
        boolean isOver = nowNanos - sinceNanos > mostNanos;
        lasts = !isOver;
        return isOver;
    }
}
