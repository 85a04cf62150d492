package io.vidette.topology.tracker;

import io.vidette.topology.message.FrameId;
import java.time.Instant;
import java.util.List;

/**
 * The objects of one frame: what everything that is said of objects, such as events, starts from.
 *
 * @param objects confirmed ones that are seen, or were so short a time ago that they still count as there
 */
public record TrackedFrame(String camera, FrameId frame, Instant at, List<TrackedObject> objects) {
    public TrackedFrame {
        objects = List.copyOf(objects);
    }
}
