package io.vidette.ingest.ownership;

import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.compacted.CompactedFollower;
import io.vidette.topology.compacted.CompactedFollower.Scope;
import io.vidette.topology.compacted.CompactedListener;
import io.vidette.topology.compacted.CompactedTopic;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Follows the cameras topic in a consumer group. The group assigns partitions to this node, and the node reads their
 * cameras.
 *
 * <p>Threading: owns the thread {@code ingest-cameras}, which alone calls the crew. All methods may be called by any thread.
 */
public final class CameraOwnership implements AutoCloseable {
    private final Duration sessionTimeout;
    private final CompactedFollower<String, CameraSpec> follower;

    /**
     * Not started yet.
     *
     * @param consumers makes a consumer of the group; called again to replace one
     * @param sessionTimeout after which the group gives the cameras of a silent node to another
     * @param closeLimit for leaving the group and stopping the readers
     */
    public CameraOwnership(
            CompactedTopic<String, CameraSpec> topic,
            String node,
            Supplier<Consumer<byte[], byte[]>> consumers,
            CameraCrew crew,
            Duration sessionTimeout,
            Duration closeLimit) {
        this.sessionTimeout = sessionTimeout;
        follower = new CompactedFollower<>(
                topic, Scope.SHARE_OF_GROUP, consumers, new Orders(node, crew), "ingest-cameras", closeLimit);
    }

    /** Joins the group. */
    public void start() {
        follower.start();
    }

    /**
     * Whether the cameras certainly still belong to this node. False after the process was suspended for longer than the
     * group waits: another node may read them by now, and this node does not know it yet.
     */
    public boolean isSure() {
        return follower.sinceLastPoll().compareTo(sessionTimeout) < 0;
    }

    /** Replaces the consumer by one of the same group and the same name. */
    public void renew() {
        follower.renew();
    }

    @Override
    public void close() {
        follower.close();
    }

    /** Passes the changes of the topic to the crew. */
    private record Orders(String node, CameraCrew crew) implements CompactedListener<String, CameraSpec> {
        @Override
        public void changed(String camera, CameraSpec spec) {
            crew.attach(camera, spec);
        }

        @Override
        public void refused(String camera, String reason) {
            crew.refuse(camera, reason + "; publish a valid camera record");
        }

        @Override
        public void removed(String camera) {
            crew.detach(Set.of(camera), Optional.of("camera was removed"), true);
        }

        @Override
        public void released(Set<String> cameras, Release why) {
            // When this node stops it is the last to report on its cameras; otherwise their next owner reports.
            Optional<String> farewell =
                    why == Release.CLOSED ? Optional.of("node " + node + " has stopped") : Optional.empty();
            crew.detach(cameras, farewell, why != Release.LOST);
        }
    }
}
