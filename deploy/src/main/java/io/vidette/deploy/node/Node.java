package io.vidette.deploy.node;

import io.vidette.deploy.health.NodeHealth;
import io.vidette.deploy.health.NodeMetrics;
import io.vidette.deploy.http.CameraEndpoint;
import io.vidette.deploy.http.HttpEndpoints;
import io.vidette.ingest.IngestService;
import io.vidette.topology.camera.CameraWatch;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.Secrets;
import io.vidette.topology.detect.DetectService;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.lifecycle.HealthCheck;
import io.vidette.topology.lifecycle.Service;
import io.vidette.topology.lifecycle.ServiceSlot;
import io.vidette.topology.lifecycle.ServiceStack;
import io.vidette.topology.stream.StreamsNode;
import io.vidette.topology.track.TrackService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A process of Vidette. Its parts start in the order of the data's way back: HTTP, Kafka, topics, detect, ingest; so
 * nothing is produced before somebody can take it, and they stop in reverse. Weights that cannot be used are refused
 * before Kafka is touched, and the model loads while Kafka starts.
 *
 * <p>Threading: {@link #start} by one thread, {@link #close} by any.
 */
public final class Node implements AutoCloseable {
    /** Longest that one part may take to stop. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final NodeConfig config;
    private final DataDirectory data;
    private final Secrets secrets;
    private final NodeMetrics metrics = new NodeMetrics();
    private final NodeHealth health = new NodeHealth();
    private final ServiceSlot<HttpEndpoints> http;
    private final Optional<KafkaRole> kafka;
    private final CameraSettings cameras;
    private final ServiceStack stack;

    /**
     * Starts nothing yet.
     *
     * @param data is closed with this node
     * @param embedded whether the node brings its own Kafka, unless the configuration names another
     */
    public Node(NodeConfig config, DataDirectory data, Secrets secrets, Set<Role> roles, boolean embedded) {
        this.config = config;
        this.data = data;
        this.secrets = secrets;
        TrackRole track = new TrackRole(this::track);
        CameraEndpoint endpoint =
                new CameraEndpoint(roles.contains(Role.TRACK) ? Optional.of(track) : Optional.empty());
        this.http = new ServiceSlot<>("http", () -> HttpEndpoints.start(config.http(), metrics, health, endpoint));
        this.kafka = embedded && config.kafka().bootstrapServers().isEmpty()
                ? Optional.of(new KafkaRole(config.embedded(), data.kafka()))
                : Optional.empty();
        this.cameras = new CameraSettings(
                () -> new CameraWatch(connection(), config.topics().names()));
        ServiceSlot<ModelLoading> model = new ServiceSlot<>(
                "model", () -> ModelLoading.start(() -> Models.open(config, data.models(), metrics.registry())));
        List<Service> services = new ArrayList<>();
        services.add(http);
        if (roles.contains(Role.DETECT)) {
            services.add(model);
        }
        kafka.ifPresent(services::add);
        services.add(new TopicSetup(this::connection, config.topics()));
        if (roles.contains(Role.TRACK) || roles.contains(Role.DETECT)) {
            services.add(cameras);
        }
        if (roles.contains(Role.TRACK)) {
            services.add(track);
        }
        if (roles.contains(Role.DETECT)) {
            services.add(new DetectRole(() -> model.running().orElseThrow().await(), this::detect));
        }
        if (roles.contains(Role.INGEST)) {
            services.add(new IngestRole(this::ingest));
        }
        for (Service service : services) {
            if (service instanceof HealthCheck check) {
                health.register(check);
            }
        }
        stack = new ServiceStack("node", PATIENCE, services);
    }

    /**
     * Starts every part, or none.
     *
     * @throws io.vidette.topology.fault.UserError when the cause is something the user can mend
     */
    public void start() {
        stack.start();
    }

    /** How Kafka is reached; of the embedded one, once it has started. */
    public KafkaConnection connection() {
        return kafka.map(broker -> KafkaConnection.of(config.kafka(), broker.bootstrapServers()))
                .orElseGet(config::connection);
    }

    /** Where metrics and health are served, once started. */
    public String httpAddress() {
        return "http://" + config.http().host() + ":" + httpPort();
    }

    private int httpPort() {
        return http.running().map(HttpEndpoints::port).orElse(config.http().port());
    }

    @Override
    public void close() {
        try {
            stack.close();
        } finally {
            metrics.close();
            data.close();
        }
    }

    private DetectService detect(FrameDetector model) {
        return DetectService.start(streams(), model, config.detect(), cameras::admission, metrics.registry());
    }

    private TrackService track() {
        return TrackService.start(
                streams(), config.track(), cameras::spec, config.http().address(httpPort()), metrics.registry());
    }

    private StreamsNode streams() {
        return new StreamsNode(
                connection().config(),
                config.topics().names(),
                data.nodeId(),
                data.streams(),
                config.topics().replicationFactor());
    }

    private IngestService ingest() {
        return IngestService.start(
                connection().config(),
                config.topics().names(),
                config.ingest(),
                secrets,
                data.nodeId(),
                metrics.registry());
    }
}
