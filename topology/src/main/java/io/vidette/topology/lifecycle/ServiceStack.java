package io.vidette.topology.lifecycle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services that depend on those before them: started in order, stopped in the reverse order.
 *
 * <p>Threading: one thread starts; any thread may close, and closing during the start lets
 * no further service start. Each service is closed
 * on a thread of its own, named {@code stop-NAME}, so that one that hangs can be abandoned.
 */
public final class ServiceStack implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceStack.class);

    private final String name;
    private final List<Service> services;
    private final Duration patience;
    private final Deque<Service> begun = new ArrayDeque<>();
    private volatile boolean closed;

    /**
     * Starts nothing yet.
     *
     * @param services in the order of their start
     * @param patience how long each may take to stop
     */
    public ServiceStack(String name, Duration patience, List<Service> services) {
        this.name = name;
        this.patience = patience;
        this.services = List.copyOf(services);
    }

    @Override
    public String name() {
        return name;
    }

    /** Starts all, or none: when one fails, it and those before it are stopped and their failures kept as suppressed. */
    @Override
    public synchronized void start() {
        if (closed || !begun.isEmpty()) {
            throw new IllegalStateException(name + " is started only once");
        }
        for (Service service : services) {
            begun.push(service);
            try {
                if (closed) {
                    throw new IllegalStateException(name + " was closed while it started");
                }
                service.start();
                LOG.debug("{} started", service.name());
            } catch (RuntimeException | Error failure) {
                stop().forEach(failure::addSuppressed);
                throw failure;
            }
        }
    }

    /**
     * Stops all, whatever fails on the way. A second call does nothing.
     *
     * @throws IllegalStateException naming what did not stop, with every failure as suppressed
     */
    @Override
    public void close() {
        closed = true;
        List<Exception> failures = stop();
        if (!failures.isEmpty()) {
            IllegalStateException report = new IllegalStateException(String.join(
                    "; ", failures.stream().map(Exception::getMessage).toList()));
            failures.forEach(report::addSuppressed);
            throw report;
        }
    }

    private synchronized List<Exception> stop() {
        closed = true;
        List<Exception> failures = new ArrayList<>();
        while (!begun.isEmpty()) {
            stop(begun.pop(), failures);
        }
        return failures;
    }

    /** An interrupt of the caller ends the wait for this service; the others are still asked to stop. */
    private void stop(Service service, List<Exception> failures) {
        Closing closing = new Closing(service);
        closing.start();
        boolean interrupted = false;
        try {
            closing.join(Math.max(1, patience.toMillis()));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        Throwable failure = closing.failure;
        if (closing.isAlive()) {
            IllegalStateException stuck = new IllegalStateException(service.name()
                    + (interrupted ? " was not waited for" : " did not stop within " + patience.toMillis() + " ms"));
            stuck.setStackTrace(closing.getStackTrace());
            failures.add(stuck);
            closing.interrupt();
        } else if (failure != null) {
            failures.add(
                    new IllegalStateException(service.name() + " failed to stop: " + failure.getMessage(), failure));
        } else {
            LOG.debug("{} stopped", service.name());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A daemon, so that a service that never stops does not keep the process. */
    private static final class Closing extends Thread {
        private final Service service;
        private volatile @Nullable Throwable failure;

        Closing(Service service) {
            super("stop-" + service.name());
            this.service = service;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                service.close();
            } catch (Throwable e) { // whatever it is, the services below must still be stopped
                failure = e;
            }
        }
    }
}
