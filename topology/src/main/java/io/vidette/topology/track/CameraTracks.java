package io.vidette.topology.track;

import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.message.ObjectId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is known of a camera between two frames.
 *
 * @param frame the last one that was followed
 * @param at its capture time
 * @param latest the latest capture time ever; later than {@code at} where the clock went back
 * @param model the weights that judged it
 * @param tracks that are open
 * @param told when the open objects that were told of were told of last, in capture time
 */
record CameraTracks(
        FrameId frame, Instant at, Instant latest, ModelId model, List<Track> tracks, Map<ObjectId, Instant> told) {
    CameraTracks {
        tracks = List.copyOf(tracks);
        told = Map.copyOf(told);
    }

    /** Whether a frame was here before: a detector that promises less than exactly once may repeat its verdicts. */
    boolean hasSeen(FrameId other, Instant capturedAt) {
        return other.topic().equals(frame.topic())
                && other.partition() == frame.partition()
                && other.offset() <= frame.offset()
                && !capturedAt.isAfter(latest);
    }
}
