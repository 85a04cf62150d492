package io.vidette.topology.diff;

import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import java.time.Instant;
import java.util.Optional;

/**
 * One frame as both models see it.
 *
 * @param width of the frame in pixels
 * @param height of the frame in pixels
 */
public record FrameDifference(
        FrameId id, String camera, Optional<Instant> capturedAt, int width, int height, DetectionMatching matching) {
    static FrameDifference of(FrameVerdict.Detected a, FrameVerdict.Detected b, double iou) {
        return new FrameDifference(
                a.id(),
                a.camera(),
                a.capturedAt(),
                a.width(),
                a.height(),
                DetectionMatching.of(a.detections(), b.detections(), iou));
    }

    double difference() {
        return matching.difference();
    }
}
