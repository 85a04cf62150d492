package io.vidette.topology.tracker;

import io.vidette.topology.message.FrameId;
import java.time.Instant;
import java.util.List;

/**
 * The objects of one frame, from which events are derived.
 *
 * @param objects confirmed ones that this frame shows, or that were seen so recently that they still count as present
 */
public record TrackedFrame(String camera, FrameId frame, Instant at, List<TrackedObject> objects) {
    public TrackedFrame {
        objects = List.copyOf(objects);
    }
}
