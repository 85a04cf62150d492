package io.vidette.topology.detect;

import io.vidette.topology.message.Detection;
import java.util.List;

/** What a detector says of one frame. */
public sealed interface FrameOutcome {
    /**
     * The model looked at the frame.
     *
     * @param width of the decoded picture in pixels
     * @param height of the decoded picture in pixels
     * @param detections best score first, boxes in pixels of the decoded picture
     */
    record Found(int width, int height, List<Detection> detections) implements FrameOutcome {
        public Found {
            detections = List.copyOf(detections);
        }
    }

    /**
     * The bytes are no picture that can be used.
     *
     * @param reason one line
     */
    record Unusable(String reason) implements FrameOutcome {}
}
