package io.vidette.topology.tracker;

import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameId;
import java.time.Instant;
import java.util.List;

/**
 * Tracks the objects of one camera in memory, for frames that come in order, such as those of a file.
 *
 * <p>Threading: for one thread.
 */
public final class CameraTracker {
    private final Tracker tracker;
    private final String camera;
    private List<Track> tracks = List.of();

    public CameraTracker(String camera, TrackConfig config) {
        this.camera = camera;
        this.tracker = new Tracker(config);
    }

    /**
     * Processes one frame.
     *
     * @param at capture time, later than that of the frame before
     */
    public TrackedFrame next(FrameId frame, Instant at, List<Detection> detections) {
        tracks = tracker.step(tracks, camera, frame, at, detections, hidden -> false)
                .open();
        return new TrackedFrame(camera, frame, at, tracker.objects(tracks, at));
    }
}
