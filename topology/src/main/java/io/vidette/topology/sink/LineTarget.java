package io.vidette.topology.sink;

import java.util.Map;

/** Where lines go. */
public interface LineTarget extends AutoCloseable {
    /** Behind the last record of each partition that is kept here; empty where that is not remembered. */
    Map<Integer, Long> positions();

    /**
     * Keeps lines together with how far they reach: after a crash both are there, or neither is.
     *
     * @param lines whole ones, each with its end
     * @param positions behind the last record of each partition that was looked at
     * @throws io.vidette.topology.fault.UserError when they cannot be written
     */
    void keep(byte[] lines, Map<Integer, Long> positions);

    @Override
    void close();
}
