package io.vidette.topology.lifecycle;

/** A part of a node at work. Its factory or constructor returns it running; {@link #close} ends it, within bounded time. */
public interface Running extends AutoCloseable {
    @Override
    void close();
}
