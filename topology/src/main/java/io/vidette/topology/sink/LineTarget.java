package io.vidette.topology.sink;

import java.util.Map;

/** Where lines go. */
public interface LineTarget extends AutoCloseable {
    /** The offset after the last record of each partition that is stored here; empty if positions are not stored. */
    Map<Integer, Long> positions();

    /**
     * Writes lines and their positions atomically: after a crash both are present, or neither.
     *
     * @param lines complete lines, each with its line terminator
     * @param positions offset after the last record of each partition that was read
     * @throws io.vidette.topology.fault.UserError when they cannot be written
     */
    void keep(byte[] lines, Map<Integer, Long> positions);

    @Override
    void close();
}
