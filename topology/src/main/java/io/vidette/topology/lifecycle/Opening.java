package io.vidette.topology.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a part has opened so far while it starts. If the start fails, everything is closed, the last opened first; failures
 * to close are suppressed exceptions of the failure to start.
 *
 * <pre>{@code
 * try (Opening opening = new Opening()) {
 *     A a = opening.add(new A());
 *     B b = opening.add(new B(a));
 *     opening.keep();
 *     return new Part(a, b);
 * }
 * }</pre>
 *
 * <p>Threading: for one thread.
 */
public final class Opening implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Takes what was opened and returns it. */
    public <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Leaves everything open: the start has succeeded. */
    public void keep() {
        opened.clear();
    }

    /**
     * Closes everything that was not kept.
     *
     * @throws IllegalStateException if something does not close; the others are closed all the same
     */
    @Override
    public void close() {
        IllegalStateException failure = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IllegalStateException("cannot close what was opened: " + e.getMessage(), e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
