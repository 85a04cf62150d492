package io.vidette.topology.track;

import io.vidette.topology.message.ObjectEvent;
import io.vidette.topology.message.WindowCount;
import io.vidette.topology.tracker.TrackedFrame;
import java.util.List;
import java.util.Optional;

/**
 * The result of a frame.
 *
 * @param state of the camera from now on
 * @param frame its objects; absent if the frame was not processed
 * @param events to publish, in order
 * @param counts of the window that closed
 * @param result for the metric
 */
record Followed(
        CameraTracks state,
        Optional<TrackedFrame> frame,
        List<ObjectEvent> events,
        List<WindowCount> counts,
        Result result) {
    Followed {
        counts = List.copyOf(counts);
        events = List.copyOf(events);
    }

    /** Nothing came of it. */
    static Followed nothing(CameraTracks state, Result result) {
        return new Followed(state, Optional.empty(), List.of(), List.of(), result);
    }

    /** How a verdict was used; in lower case a metric's label. */
    enum Result {
        /** It continues from the previous one. */
        FOLLOWED,
        /** Time jumped so far that tracking starts from nothing. */
        RESTARTED,
        /** It was here before. */
        REPEATED,
        /** It is older than the one before. */
        LATE,
        /** It says nothing of objects: the frame was skipped or rejected. */
        WITHOUT_OBJECTS,
        /** The record is not a verdict; it becomes a dead letter. */
        UNREADABLE
    }
}
