package io.vidette.topology.track;

import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.client.StreamsSettings;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.Running;
import io.vidette.topology.metric.Metrics;
import io.vidette.topology.stream.StreamsApplication;
import io.vidette.topology.stream.StreamsNode;
import io.vidette.topology.tracker.TrackConfig;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The running tracker of one process: follows the objects of its share of the detections topic, and publishes their
 * events exactly once.
 *
 * <p>Threading: closed by one thread, all else by any; it owns Kafka Streams' threads.
 */
public final class TrackService implements Running {
    private final StreamsApplication application;
    private final TrackQueries queries;

    private TrackService(StreamsApplication application, TrackQueries queries) {
        this.application = application;
        this.queries = queries;
    }

    /**
     * Starts and waits until partitions are assigned. If that fails, everything that was opened is closed.
     *
     * @param cameras settings of a camera; asked for every frame
     * @param address {@code host:port} at which this node answers questions, advertised to other nodes
     * @throws UserError when that takes more than a minute
     */
    public static TrackService start(
            StreamsNode node,
            TrackConfig config,
            Function<String, Optional<CameraSpec>> cameras,
            Optional<String> address,
            MeterRegistry registry) {
        AtomicInteger objects = new AtomicInteger();
        registry.gauge(Metrics.TRACK_OBJECTS, objects);
        StreamsApplication application = StreamsApplication.start(new StreamsApplication.Plan(
                "track",
                node,
                registry,
                Metrics.TRACK_FAILURES,
                Metrics.TRACK_LAG,
                () -> TrackTopology.of(node.topics(), config, cameras, registry, objects),
                node.topics().detections(),
                StreamsSettings.track(config.streamThreads(), config.commitInterval(), address)));
        return new TrackService(
                application,
                new TrackQueries(application::streams, config, node.topics().detections(), address));
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
