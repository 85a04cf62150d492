package io.vidette.deploy.app.replay;

import io.vidette.topology.replay.FramePosition;
import io.vidette.topology.replay.ReplayRequest;
import java.util.Optional;
import java.util.Set;

/**
 * Which frames to replay, and under which name.
 *
 * @param from first frame
 * @param fromText {@code from} as the user wrote it: a replay that continues must have been started with the same text
 * @param to position behind the last frame
 * @param cameras whose frames are replayed; empty for all
 * @param name of the replay and its topic; absent for one made of the model's name and hash
 * @param restart whether to replace what earlier runs of this name have written
 */
public record ReplayOrder(
        FramePosition from,
        String fromText,
        FramePosition to,
        Set<String> cameras,
        Optional<String> name,
        boolean restart) {
    /**
     * Validates the order.
     *
     * @throws IllegalArgumentException if the range is empty or no replay can have this name
     */
    public ReplayOrder {
        cameras = Set.copyOf(cameras);
        if (from.isBehind(to)) {
            throw new IllegalArgumentException("the range is empty: its end does not come after " + fromText);
        }
        name.ifPresent(ReplayRequest::checkName);
    }
}
