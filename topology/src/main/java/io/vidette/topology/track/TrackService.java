package io.vidette.topology.track;

import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.client.StreamsSettings;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.Service;
import io.vidette.topology.metric.Metrics;
import io.vidette.topology.stream.StreamsApplication;
import io.vidette.topology.stream.StreamsNode;
import io.vidette.topology.tracker.TrackConfig;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The tracker of one process: follows the objects of its share of the detections topic, and tells of them exactly once.
 *
 * <p>Threading: started and closed by one thread, all else by any; it owns Kafka Streams' threads.
 */
public final class TrackService implements Service {
    private final StreamsNode node;
    private final TrackConfig config;
    private final Function<String, Optional<CameraSpec>> cameras;
    private final Optional<String> address;
    private final MeterRegistry registry;
    private final AtomicInteger objects = new AtomicInteger();
    private final StreamsApplication application;
    private final TrackQueries queries;

    /**
     * A tracker that is not started yet.
     *
     * @param cameras what is known of a camera; asked for every frame
     * @param address {@code host:port} at which this node answers questions, told to other nodes
     */
    public TrackService(
            StreamsNode node,
            TrackConfig config,
            Function<String, Optional<CameraSpec>> cameras,
            Optional<String> address,
            MeterRegistry registry) {
        this.node = node;
        this.config = config;
        this.cameras = cameras;
        this.address = address;
        this.registry = registry;
        this.application = new StreamsApplication(name(), node, registry, Metrics.TRACK_FAILURES, Metrics.TRACK_LAG);
        this.queries =
                new TrackQueries(application::running, config, node.topics().detections(), address);
    }

    @Override
    public String name() {
        return "track";
    }

    /**
     * Starts and waits until partitions are assigned.
     *
     * @throws UserError when that takes more than a minute
     */
    @Override
    public void start() {
        registry.gauge(Metrics.TRACK_OBJECTS, objects);
        application.start(
                () -> TrackTopology.of(node.topics(), config, cameras, registry, objects),
                node.topics().detections(),
                StreamsSettings.track(config.streamThreads(), config.commitInterval(), address));
    }

    /** As {@link StreamsApplication#health} has it. */
    public Health health() {
        return application.health();
    }

    /** The objects of a camera. */
    public Answer<CameraObjects> objects(String camera) {
        return queries.objects(camera);
    }

    /** What was counted on a camera. */
    public Answer<CameraCounts> counts(String camera) {
        return queries.counts(camera);
    }

    @Override
    public void close() {
        application.close();
    }
}
