package io.vidette.topology.stream;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects that the wall clock was set back. Kafka's clients measure waits by it: until the clock has caught up, a
 * consumer sends no heartbeat and may not return from its poll, and a broken connection is not reopened. A client that
 * is created after the step is not affected.
 *
 * <p>Threading: owns the thread {@code NAME-clock}, which calls the listeners.
 */
public final class ClockWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    private static final long LOOK_MILLIS = 500;
    /** Shorter steps are waited for sooner than clients are made. */
    private static final long LEAST_MILLIS = 1000;

    private final LongSupplier wallMillis;
    private final LongSupplier steadyNanos;
    private final List<Runnable> listeners;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private long ahead;

    /**
     * Of the clock that Kafka's clients go by; not started yet.
     *
     * @param name of whom it watches for
     * @param listeners called at each step, one after the other
     */
    public ClockWatch(String name, List<Runnable> listeners) {
        this(name, Time.SYSTEM::milliseconds, Time.SYSTEM::nanoseconds, listeners);
    }

    /**
     * Of another clock.
     *
     * @param wallMillis the clock that may be set, in milliseconds
     * @param steadyNanos one that never is, in nanoseconds
     */
    ClockWatch(String name, LongSupplier wallMillis, LongSupplier steadyNanos, List<Runnable> listeners) {
        this.wallMillis = wallMillis;
        this.steadyNanos = steadyNanos;
        this.listeners = List.copyOf(listeners);
        this.ahead = ahead();
        this.thread = new Thread(this::run, name + "-clock");
        thread.setDaemon(true);
    }

    /** Looks from now on. */
    public void start() {
        thread.start();
    }

    private long ahead() {
        return wallMillis.getAsLong() - steadyNanos.getAsLong() / 1_000_000;
    }

    /** Tells the listeners when the clock was set back since the last look. */
    void look() {
        long now = ahead();
        long back = ahead - now;
        ahead = now;
        if (back >= LEAST_MILLIS) {
            LOG.warn("the clock was set back by {} ms; the Kafka clients are recreated", back);
            listeners.forEach(Runnable::run);
        }
    }

    private void run() {
        try {
            while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
