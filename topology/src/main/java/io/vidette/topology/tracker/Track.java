package io.vidette.topology.tracker;

import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.ObjectId;
import io.vidette.topology.message.PathPoint;
import java.time.Duration;
import java.time.Instant;

/**
 * The state of an object: its detections and its motion. It changes only when the object is detected; in between,
 * {@link #predict} gives the expected box.
 *
 * @param last the latest detection of it
 * @param motion at {@code lastSeen}
 * @param firstSeen capture time
 * @param lastSeen capture time
 * @param hits detections of it, at least 1
 * @param confirmed whether these were enough to report it as an object
 * @param bestScore of all its detections
 * @param bestBox box of the detection with that score
 */
public record Track(
        ObjectId id,
        Detection last,
        Motion motion,
        Instant firstSeen,
        Instant lastSeen,
        int hits,
        boolean confirmed,
        float bestScore,
        Box bestBox,
        ObjectPath path) {

    /** Seen for the first time. */
    static Track first(ObjectId id, Detection detection, Instant at, TrackConfig config) {
        return new Track(
                id,
                detection,
                Motion.first(detection.box(), detection.score()),
                at,
                at,
                1,
                config.confirmHits() <= 1,
                detection.score(),
                detection.box(),
                ObjectPath.from(middle(detection.box(), at)));
    }

    /** Seen again, later. */
    Track seen(Detection detection, Instant at, TrackConfig config) {
        boolean better = detection.score() > bestScore;
        return new Track(
                id,
                detection,
                predict(at).update(detection.box(), detection.score()),
                firstSeen,
                at,
                hits + 1,
                confirmed || hits + 1 >= config.confirmHits(),
                better ? detection.score() : bestScore,
                better ? detection.box() : bestBox,
                path.with(middle(detection.box(), at), config.pathPoints()));
    }

    /** How it should be at a time from {@code lastSeen} on. */
    Motion predict(Instant at) {
        return motion.predict(unseen(at).toNanos() / 1e9);
    }

    /** How long it was not seen. */
    Duration unseen(Instant at) {
        return Duration.between(lastSeen, at);
    }

    public static PathPoint middle(Box box, Instant at) {
        return new PathPoint(at, (box.x1() + box.x2()) / 2, (box.y1() + box.y2()) / 2);
    }
}
