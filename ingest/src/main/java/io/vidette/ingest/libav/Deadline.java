package io.vidette.ingest.libav;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * A time limit for the calls to libavformat for one source; libavformat checks it several times a second.
 *
 * <p>JavaCPP makes at most ten instances of a callback, and the eleventh camera would silently have no limit. So there is
 * one callback for all, which finds the deadline by a number that travels as the opaque pointer.
 *
 * <p>Threading: safe from any thread.
 */
final class Deadline implements AutoCloseable {
    private static final Map<Long, Deadline> ALL = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT_ID = new AtomicLong(1);
    private static final AVIOInterruptCB.Callback_Pointer CALLBACK = new Callback();

    private final long id = NEXT_ID.getAndIncrement();
    private final Pointer handle = new Handle(id);
    private volatile long endNanos;
    private volatile boolean aborted;

    Deadline() {
        arm(Duration.ZERO);
        ALL.put(id, this);
    }

    /** Must come before the context is opened. */
    void attachTo(AVFormatContext context) {
        AVIOInterruptCB interrupt = context.interrupt_callback();
        interrupt.callback(CALLBACK);
        interrupt.opaque(handle);
    }

    /** Gives the following calls this much time together. */
    void arm(Duration limit) {
        endNanos = System.nanoTime() + limit.toNanos();
    }

    /** Ends the call in progress and all later ones. */
    void abort() {
        aborted = true;
    }

    boolean isAborted() {
        return aborted;
    }

    boolean hasPassed() {
        return System.nanoTime() - endNanos > 0;
    }

    /** Allows time to close the session with the camera, even after an abort. */
    void armFarewell(Duration limit) {
        arm(limit);
        aborted = false;
    }

    @Override
    public void close() {
        ALL.remove(id);
    }

    private static final class Callback extends AVIOInterruptCB.Callback_Pointer {
        @Override
        public int call(Pointer opaque) {
            Deadline deadline = ALL.get(opaque.address());
            return deadline == null || deadline.aborted || deadline.hasPassed() ? 1 : 0;
        }
    }

    /** A number stored as a pointer; never dereferenced. */
    private static final class Handle extends Pointer {
        Handle(long id) {
            super((Pointer) null);
            address = id;
        }
    }
}
