package io.vidette.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.ingest.camera.CameraSupervisor;
import io.vidette.ingest.libav.FfmpegLog;
import io.vidette.ingest.ownership.CameraOwnership;
import io.vidette.ingest.publish.FramePublisher;
import io.vidette.ingest.publish.ProducerSettings;
import io.vidette.ingest.publish.StatusPublisher;
import io.vidette.topology.camera.CameraRecords;
import io.vidette.topology.config.Secrets;
import io.vidette.topology.lifecycle.Service;
import io.vidette.topology.stream.ClockWatch;
import io.vidette.topology.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The ingest role of a node: reads the cameras that the group assigns to it and publishes their frames and statuses. Does
 * its work from {@link #start} on whether Kafka answers yet or not.
 *
 * <p>Threading: {@code start} and {@code close} from one thread.
 */
public final class IngestService implements Service {
    /** Another node takes a killed node's cameras over after this and a rebalance: well within 15 seconds. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

    private static final Duration HEARTBEAT = Duration.ofMillis(1500);

    private final Map<String, Object> kafka;
    private final Topics topics;
    private final IngestConfig config;
    private final Secrets secrets;
    private final String node;
    private final MeterRegistry registry;
    private @Nullable StatusPublisher statuses;
    private @Nullable FramePublisher frames;
    private @Nullable CameraSupervisor cameras;
    private volatile @Nullable CameraOwnership ownership;
    private @Nullable ClockWatch clock;

    /**
     * Not started yet.
     *
     * @param kafka client properties that the whole node shares: bootstrap servers, security
     * @param node names this node in statuses and to the broker; unique in the cluster and kept across restarts
     */
    public IngestService(
            Map<String, Object> kafka,
            Topics topics,
            IngestConfig config,
            Secrets secrets,
            String node,
            MeterRegistry registry) {
        this.kafka = Map.copyOf(kafka);
        this.topics = topics;
        this.config = config;
        this.secrets = secrets;
        this.node = node;
        this.registry = registry;
    }

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public void start() {
        FfmpegLog.set(config.ffmpegLogLevel());
        StatusPublisher statusPublisher = new StatusPublisher(
                topics.cameraStatus(),
                () -> ProducerSettings.producer(kafka, "ingest-status-" + node),
                config.drainTimeout());
        statuses = statusPublisher;
        FramePublisher framePublisher = new FramePublisher(
                topics.frames(),
                () -> ProducerSettings.producer(kafka, "ingest-frames-" + node),
                config.bufferBytes().bytes(),
                this::ownsItsCameras,
                config.drainTimeout());
        frames = framePublisher;
        CameraSupervisor supervisor = new CameraSupervisor(
                new Sources(config.sources(), secrets),
                framePublisher,
                statusPublisher,
                config.readers(),
                node,
                registry);
        cameras = supervisor;
        CameraOwnership owner = new CameraOwnership(
                CameraRecords.specs(topics),
                node,
                this::consumer,
                supervisor,
                SESSION_TIMEOUT,
                config.detachTimeout().plus(config.drainTimeout()).plusSeconds(5));
        ownership = owner;
        owner.start();
        ClockWatch watch =
                new ClockWatch("ingest", List.of(owner::renew, framePublisher::renew, statusPublisher::renew));
        clock = watch;
        watch.start();
    }

    /** The cameras that this node reads now. */
    public Set<String> cameras() {
        return cameras == null ? Set.of() : cameras.cameras();
    }

    private boolean ownsItsCameras() {
        CameraOwnership owner = ownership;
        return owner != null && owner.isSure();
    }

    private Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                consumerProperties(kafka, topics, node), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static Map<String, Object> consumerProperties(Map<String, Object> kafka, Topics topics, String node) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, topics.prefix() + "ingest");
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "ingest-cameras-" + node);
        // A node that was killed and comes back is known by it and has its cameras at once; under a new name it would
        // wait until the group has given up the dead one.
        properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, node);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION_TIMEOUT.toMillis());
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) HEARTBEAT.toMillis());
        properties.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        // A silent connection is closed after this time; by default, half a minute.
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        // A rebalance waits this long for a member of which only the broker thinks that it lives.
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 30_000);
        // A topic that is made later, or gets more partitions, is noticed within this time.
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Cameras that stay with a node keep streaming while others change hands.
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return properties;
    }

    /** Leaves the group first, so that other nodes take over while the last frames leave. */
    @Override
    public void close() {
        if (clock != null) {
            clock.close();
        }
        if (ownership != null) {
            ownership.close();
        }
        if (cameras != null) {
            cameras.close();
        }
        if (frames != null) {
            frames.close();
        }
        if (statuses != null) {
            statuses.close();
        }
    }
}
