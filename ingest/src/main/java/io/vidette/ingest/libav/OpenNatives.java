package io.vidette.ingest.libav;

import java.util.concurrent.atomic.AtomicLong;

/** Counts native contexts that are open, so that a test can tell that all were closed. */
public final class OpenNatives {
    private static final AtomicLong OPENED = new AtomicLong();
    private static final AtomicLong CLOSED = new AtomicLong();

    private OpenNatives() {}

    /** A context was allocated. */
    public static void opened() {
        OPENED.incrementAndGet();
    }

    /** A context was freed. */
    public static void closed() {
        CLOSED.incrementAndGet();
    }

    /** Contexts allocated since the process began. */
    public static long everOpened() {
        return OPENED.get();
    }

    /** Contexts allocated and not freed yet. */
    public static long stillOpen() {
        return OPENED.get() - CLOSED.get();
    }
}
