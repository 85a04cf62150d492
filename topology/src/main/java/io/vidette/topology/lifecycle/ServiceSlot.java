package io.vidette.topology.lifecycle;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The place of a part in a {@link ServiceStack}: makes the part when its turn comes. Between start and close the part is
 * there, else the slot is empty. The part itself needs no state for "not started yet".
 *
 * <p>Threading: started and closed by one thread at a time; {@link #running} may be called by any.
 *
 * @param <T> the part
 */
public final class ServiceSlot<T extends Running> implements Service {
    private final String name;
    private final Supplier<T> factory;
    private volatile Optional<T> running = Optional.empty();

    /**
     * Starts nothing yet.
     *
     * @param factory returns the part at work, or throws and leaves nothing behind
     */
    public ServiceSlot(String name, Supplier<T> factory) {
        this.name = name;
        this.factory = factory;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        if (running.isPresent()) {
            throw new IllegalStateException(name + " runs already");
        }
        running = Optional.of(factory.get());
    }

    /** Returns the part; empty before its start and after its close. */
    public Optional<T> running() {
        return running;
    }

    @Override
    public void close() {
        Optional<T> closing = running;
        running = Optional.empty();
        closing.ifPresent(Running::close);
    }
}
