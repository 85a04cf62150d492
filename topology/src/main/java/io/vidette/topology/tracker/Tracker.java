package io.vidette.topology.tracker;

import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.ObjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Follows the objects of one camera from frame to frame, after ByteTrack (arXiv:2110.06864): detections with a high score
 * are matched first, those with a low score are then matched with the remaining tracks, because a half hidden object
 * scores low while a false detection is elsewhere. Unlike ByteTrack, pairs are weighted by the filter's likelihood,
 * which includes the direction of motion, and overlap only limits them. It has no state of its own: tracks are passed
 * in and returned, and the same frames give the same tracks.
 */
public final class Tracker {
    /** How badly a detection may fit a track: chi-squared with 4 degrees of freedom exceeds 13 in one of 90 cases. */
    private static final double LIMIT = 13.0;

    /** The same for tracks with too few detections to have a speed. */
    private static final double LIMIT_UNCONFIRMED = 25.0;

    /** Least overlap of boxes, each grown by what the guess may be off. */
    private static final double LEAST_OVERLAP = 0.15;

    /** How long a track that is not yet an object may stay undetected. */
    private static final Duration KEEP_UNCONFIRMED = Duration.ofMillis(250);

    /**
     * Maximum number of tracks of a camera, so that its state fits into one record of Kafka whatever the model detects.
     */
    public static final int MAX_TRACKS = 256;

    private final TrackConfig config;

    public Tracker(TrackConfig config) {
        this.config = config;
    }

    /**
     * The tracks after a frame.
     *
     * @param open tracks that continue
     * @param ended confirmed ones that do not
     */
    public record Step(List<Track> open, List<Track> ended) {
        public Step {
            open = List.copyOf(open);
            ended = List.copyOf(ended);
        }
    }

    /**
     * Processes one frame.
     *
     * @param tracks as they were after the camera's previous frame
     * @param at capture time, after that of the frame before
     * @param hidden which of the detections are ignored
     */
    public Step step(
            List<Track> tracks,
            String camera,
            FrameId frame,
            Instant at,
            List<Detection> detections,
            Predicate<Detection> hidden) {
        Matching matching = new Matching(tracks, detections, at, config, hidden);
        matching.match(true, config.highScore(), Double.POSITIVE_INFINITY, LIMIT, LEAST_OVERLAP);
        matching.match(true, config.lowScore(), config.highScore(), LIMIT, LEAST_OVERLAP);
        matching.match(false, config.highScore(), Double.POSITIVE_INFINITY, LIMIT_UNCONFIRMED, LEAST_OVERLAP);
        List<Track> open = new ArrayList<>();
        List<Track> ended = new ArrayList<>();
        for (Track track : matching.tracks()) {
            Duration keep = track.confirmed() ? config.keepLost() : KEEP_UNCONFIRMED;
            if (track.unseen(at).compareTo(keep) <= 0) {
                open.add(track);
            } else if (track.confirmed()) {
                ended.add(track);
            }
        }
        for (int i = 0; i < detections.size() && open.size() < MAX_TRACKS; i++) {
            Detection detection = detections.get(i);
            if (detection.score() >= config.newScore() && matching.isFree(i)) {
                open.add(Track.first(new ObjectId(camera, frame, i), detection, at, config));
            }
        }
        return new Step(open, ended);
    }

    /** The objects that count as there. */
    public List<TrackedObject> objects(List<Track> tracks, Instant at) {
        List<TrackedObject> objects = new ArrayList<>();
        for (Track track : tracks) {
            boolean seen = track.lastSeen().equals(at);
            Detection last = track.last();
            // What faded before it vanished is hidden; what vanished at once was missed.
            boolean missed =
                    last.score() >= config.highScore() && track.unseen(at).compareTo(config.coast()) <= 0;
            if (track.confirmed() && (seen || missed)) {
                objects.add(new TrackedObject(
                        track.id(),
                        last.classId(),
                        last.label(),
                        last.score(),
                        track.predict(at).box(),
                        seen));
            }
        }
        return objects;
    }
}
