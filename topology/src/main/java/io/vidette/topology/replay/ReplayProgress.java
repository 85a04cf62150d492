package io.vidette.topology.replay;

import io.vidette.topology.message.FrameVerdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counts what a replay has done, and reports it.
 *
 * <p>Threading: used by the thread that runs the replay.
 */
final class ReplayProgress {
    private final ReplayListener listener;
    private final long total;
    private final Map<String, Long> verdicts = new HashMap<>();
    private final Set<String> cameras = new HashSet<>();
    private long missing;
    private long passed;

    /**
     * Starts where earlier runs stopped.
     *
     * @param total offsets in the range
     * @param passed offsets that earlier runs have passed
     */
    ReplayProgress(ReplayListener listener, long total, long passed) {
        this.listener = listener;
        this.total = total;
        this.passed = passed;
    }

    /** A verdict was written. */
    void wrote(FrameVerdict verdict) {
        verdicts.merge(verdict.type(), 1L, Long::sum);
    }

    /** A frame of this camera was read. */
    void read(String camera) {
        cameras.add(camera);
    }

    /** Offsets had no record: Kafka has deleted it, or it belongs to a transaction. */
    void missed(long offsets) {
        missing += offsets;
    }

    /** More offsets were committed; reports them. */
    void committed(long offsets) {
        passed += offsets;
        listener.passed(passed, total);
    }

    /** Verdicts written, by type. */
    Map<String, Long> verdicts() {
        return verdicts;
    }

    /** Cameras of which frames were read. */
    Set<String> cameras() {
        return cameras;
    }

    /** Offsets without a record. */
    long missing() {
        return missing;
    }
}
