package io.vidette.topology.track;

import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.message.ObjectId;
import io.vidette.topology.occupancy.Occupancy;
import io.vidette.topology.tracker.Track;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The state of a camera between two frames.
 *
 * @param frame the last one that was followed
 * @param at its capture time
 * @param latest the latest capture time ever; later than {@code at} if the clock was set back
 * @param model the weights that produced it
 * @param tracks that are open
 * @param told capture time of the latest report of each open object that was reported
 * @param occupancy the state of the zones and lines
 */
record CameraTracks(
        FrameId frame,
        Instant at,
        Instant latest,
        ModelId model,
        List<Track> tracks,
        Map<ObjectId, Instant> told,
        Occupancy occupancy) {
    CameraTracks {
        tracks = List.copyOf(tracks);
        told = Map.copyOf(told);
    }

    /** Whether silence changes nothing. */
    boolean isIdle() {
        return tracks.isEmpty() && !occupancy.isCounting();
    }

    /** The same with another occupancy and no objects. */
    CameraTracks without(Occupancy other) {
        return new CameraTracks(frame, at, latest, model, List.of(), Map.of(), other);
    }

    /** Whether a frame was processed before: a detector that runs at-least-once may repeat its verdicts. */
    boolean hasSeen(FrameId other, Instant capturedAt) {
        return other.topic().equals(frame.topic())
                && other.partition() == frame.partition()
                && other.offset() <= frame.offset()
                && !capturedAt.isAfter(latest);
    }
}
