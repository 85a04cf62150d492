package io.vidette.ingest.source;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Releases pictures at the speed of their presentation times. */
public final class Pacer {
    /** If a picture is later than this, the time base is reset: a burst to catch up would be useless. */
    private static final long LATE_NANOS = 1_000_000_000L;

    private final CountDownLatch aborted = new CountDownLatch(1);
    private boolean begun;
    private long originNanos;

    /** Waits until a picture is due; false after an abort. */
    public boolean await(long ptsMicros) {
        long now = System.nanoTime();
        long due = originNanos + ptsMicros * 1000;
        if (!begun || now - due > LATE_NANOS || due - now > LATE_NANOS * 10) {
            begun = true;
            originNanos = now - ptsMicros * 1000;
            due = now;
        }
        try {
            return !aborted.await(Math.max(0, due - now), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public void abort() {
        aborted.countDown();
    }
}
