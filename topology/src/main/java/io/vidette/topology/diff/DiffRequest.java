package io.vidette.topology.diff;

import java.time.Duration;
import java.util.Set;

/**
 * Which verdicts to compare.
 *
 * @param topicA of verdicts
 * @param topicB of verdicts
 * @param iou overlap that makes two detections the same object, above 0 to 1
 * @param cameras whose frames count; empty for all
 * @param frames how many of the most different ones to keep
 * @param apart minimum time between two kept frames of one camera
 */
public record DiffRequest(String topicA, String topicB, double iou, Set<String> cameras, int frames, Duration apart) {
    /** The most frames that can be kept. */
    public static final int MOST_FRAMES = 200;

    public DiffRequest {
        cameras = Set.copyOf(cameras);
        if (!(iou > 0 && iou <= 1)) {
            throw new IllegalArgumentException("an overlap of " + iou + " is outside 0..1");
        }
        if (frames < 0 || frames > MOST_FRAMES) {
            throw new IllegalArgumentException("the number of frames is 0 to " + MOST_FRAMES + ", not " + frames);
        }
    }

    boolean wants(String camera) {
        return cameras.isEmpty() || cameras.contains(camera);
    }
}
