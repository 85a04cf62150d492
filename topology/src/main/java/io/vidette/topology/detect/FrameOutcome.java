package io.vidette.topology.detect;

import io.vidette.topology.message.Detection;
import java.util.List;
import java.util.function.Function;

/** What a detector says of one frame. */
public sealed interface FrameOutcome {
    /** Calls the function for its kind. */
    <T> T map(Function<Found, T> found, Function<Unusable, T> unusable);

    /**
     * The model ran on the frame.
     *
     * @param width of the decoded picture in pixels
     * @param height of the decoded picture in pixels
     * @param detections best score first, boxes in pixels of the decoded picture
     */
    record Found(int width, int height, List<Detection> detections) implements FrameOutcome {
        public Found {
            detections = List.copyOf(detections);
        }

        @Override
        public <T> T map(Function<Found, T> found, Function<Unusable, T> unusable) {
            return found.apply(this);
        }
    }

    /**
     * The bytes are not a usable picture.
     *
     * @param reason one line
     */
    record Unusable(String reason) implements FrameOutcome {
        @Override
        public <T> T map(Function<Found, T> found, Function<Unusable, T> unusable) {
            return unusable.apply(this);
        }
    }
}
