package io.vidette.topology.lifecycle;

import io.vidette.topology.fault.UserError;

/** A long-running part of a node. Started once, closed once; closing is bounded in time and may follow a failed start. */
public interface Service extends AutoCloseable {
    /** For messages and threads, such as {@code ingest}. */
    String name();

    /**
     * Starts and returns when the part does its work.
     *
     * @throws UserError when the cause is something the user can mend
     */
    void start();

    @Override
    void close();
}
