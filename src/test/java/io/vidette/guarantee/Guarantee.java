package io.vidette.guarantee;

import io.vidette.topology.camera.CameraStatus;
import io.vidette.topology.message.FrameVerdict;
import java.util.OptionalLong;

/**
 * A promise about a run. It is shown every record, those of a partition in their order and the topics in any mixture, and
 * remembers only what is under way, so a run may last for hours. One thread at a time.
 */
public interface Guarantee {
    /**
     * A frame and where it lies.
     *
     * @param sequence of its camera, where its headers tell
     */
    record FrameAt(int partition, long offset, String camera, OptionalLong sequence) {}

    /** A committed verdict and where it lies. */
    record VerdictAt(int partition, String key, FrameVerdict verdict) {}

    /** A frame lies on the topic. */
    default void frame(FrameAt frame) {}

    /** A verdict is committed. */
    default void verdict(VerdictAt verdict) {}

    /** An ingest node has told of a camera. */
    default void status(CameraStatus status) {}

    /**
     * Judges the run, once everything has been shown.
     *
     * @throws AssertionError with the first records that break the promise
     */
    void verify();
}
