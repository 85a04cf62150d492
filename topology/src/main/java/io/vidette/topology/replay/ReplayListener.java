package io.vidette.topology.replay;

/** Receives the progress of a replay. */
@FunctionalInterface
public interface ReplayListener {
    /**
     * Some more was committed.
     *
     * @param done offsets passed, of {@code total} in the range, also those of earlier runs and of other cameras
     */
    void passed(long done, long total);
}
