package io.vidette.topology.camera;

import io.vidette.topology.client.KafkaClients;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.compacted.CompactedFollower;
import io.vidette.topology.compacted.CompactedFollower.Scope;
import io.vidette.topology.compacted.CompactedListener;
import io.vidette.topology.lifecycle.Running;
import io.vidette.topology.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The present specs of all cameras. An invalid record changes nothing: the last valid spec of the camera stays in force.
 *
 * <p>Threading: owns the thread {@code cameras-watch}; all methods may be called by any thread.
 */
public final class CameraWatch implements Running {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final Map<String, CameraSpec> specs = new ConcurrentHashMap<>();
    private final CompactedFollower<String, CameraSpec> follower;

    /** Starts to read; the topic must exist. */
    public CameraWatch(KafkaConnection connection, Topics topics) {
        follower = new CompactedFollower<>(
                CameraRecords.specs(topics),
                Scope.WHOLE_TOPIC,
                () -> KafkaClients.of(connection).follower("cameras-watch"),
                new Specs(),
                "cameras-watch",
                CLOSE_LIMIT);
        follower.start();
    }

    /** Waits until the records that were on the topic at the start have been read; false if that takes longer. */
    public boolean await(Duration limit) {
        return follower.await(limit);
    }

    /** A camera's spec; empty for one that is not attached, or whose record has not been read yet. */
    public Optional<CameraSpec> spec(String camera) {
        return Optional.ofNullable(specs.get(camera));
    }

    @Override
    public void close() {
        follower.close();
    }

    private final class Specs implements CompactedListener<String, CameraSpec> {
        @Override
        public void changed(String camera, CameraSpec spec) {
            specs.put(camera, spec);
        }

        @Override
        public void removed(String camera) {
            specs.remove(camera);
        }
    }
}
