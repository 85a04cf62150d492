package io.vidette.deploy.app.model;

import io.vidette.topology.diff.DiffRequest;
import io.vidette.topology.replay.ReplayRequest;
import io.vidette.topology.topic.Topics;
import java.time.Duration;
import java.util.Set;

/**
 * Which verdicts to compare.
 *
 * @param a name of a replay, or {@code live}
 * @param b name of another
 * @param iou overlap from which two boxes of a class are the same object, above 0 to 1
 * @param cameras whose frames count; empty for all
 * @param frames how many of the most different frames to keep, 0 to {@link DiffRequest#MOST_FRAMES}
 * @param apart least time between two of those frames of one camera
 */
public record DiffOrder(String a, String b, double iou, Set<String> cameras, int frames, Duration apart) {
    /**
     * Validates the order.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public DiffOrder {
        cameras = Set.copyOf(cameras);
        var unused = new DiffRequest(a, b, iou, cameras, frames, apart);
    }

    DiffRequest request(Topics topics) {
        return new DiffRequest(topic(topics, a), topic(topics, b), iou, cameras, frames, apart);
    }

    private static String topic(Topics topics, String name) {
        return name.equals(ReplayRequest.LIVE) ? topics.detections() : topics.replay(name);
    }
}
