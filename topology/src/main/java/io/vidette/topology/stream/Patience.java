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
     * Whether every look for longer than the most has found it so; patience begins anew then.
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
