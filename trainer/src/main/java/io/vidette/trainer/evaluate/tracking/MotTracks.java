package io.vidette.trainer.evaluate.tracking;

import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.ObjectId;
import io.vidette.topology.tracker.CameraTracker;
import io.vidette.topology.tracker.TrackConfig;
import io.vidette.topology.tracker.TrackedFrame;
import io.vidette.topology.tracker.TrackedObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the tracker over detections in the form of MOTChallenge. */
public final class MotTracks {
    private static final String NAME = "sequence";

    private MotTracks() {}

    /**
     * Tracks the objects.
     *
     * @param detections in any order; scores are clamped to 0..1
     * @param fps frames per second
     * @return the tracks by frame, their ids from 1
     */
    public static List<MotRow> follow(List<MotRow> detections, double fps, TrackConfig config) {
        CameraTracker tracker = new CameraTracker(NAME, config);
        Map<ObjectId, Integer> ids = new HashMap<>();
        List<MotRow> tracks = new ArrayList<>();
        Map<Integer, List<MotRow>> frames = TrackComparison.byFrame(detections);
        int last = frames.keySet().stream().max(Comparator.naturalOrder()).orElse(0);
        int first = frames.keySet().stream().findFirst().orElse(1);
        for (int frame = first; frame <= last; frame++) {
            Instant at = Instant.EPOCH.plus(Duration.ofNanos(Math.round(frame / fps * 1e9)));
            List<Detection> here = frames.getOrDefault(frame, List.of()).stream()
                    .sorted(Comparator.comparingDouble(MotRow::confidence).reversed())
                    .map(MotTracks::detection)
                    .toList();
            TrackedFrame tracked = tracker.next(new FrameId(NAME, 0, frame), at, here);
            for (TrackedObject object : tracked.objects()) {
                int id = ids.computeIfAbsent(object.id(), key -> ids.size() + 1);
                tracks.add(row(frame, id, object));
            }
        }
        return tracks;
    }

    private static Detection detection(MotRow row) {
        float score = (float) Math.max(0, Math.min(1, row.confidence()));
        return new Detection(
                0,
                "object",
                score,
                new Box((float) row.left(), (float) row.top(), (float) (row.left() + row.width()), (float)
                        (row.top() + row.height())));
    }

    private static MotRow row(int frame, int id, TrackedObject object) {
        Box box = object.box();
        return new MotRow(frame, id, box.x1(), box.y1(), box.width(), box.height(), object.score(), -1);
    }
}
