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
import io.vidette.topology.lifecycle.Opening;
import io.vidette.topology.lifecycle.Running;
import io.vidette.topology.stream.ClockWatch;
import io.vidette.topology.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The running ingest role of a node: reads the cameras that the group assigns to it and publishes their frames and statuses,
 * whether Kafka answers yet or not.
 *
 * <p>Threading: closed by one thread, all else by any.
 */
public final class IngestService implements Running {
    /** Another node takes a killed node's cameras over after this and a rebalance: well within 15 seconds. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

    private static final Duration HEARTBEAT = Duration.ofMillis(1500);

    private final StatusPublisher statuses;
    private final FramePublisher frames;
    private final CameraSupervisor cameras;
    private final CameraOwnership ownership;
    private final ClockWatch clock;

    private IngestService(
            StatusPublisher statuses,
            FramePublisher frames,
            CameraSupervisor cameras,
            CameraOwnership ownership,
            ClockWatch clock) {
        this.statuses = statuses;
        this.frames = frames;
        this.cameras = cameras;
        this.ownership = ownership;
        this.clock = clock;
    }

    /**
     * Starts to read cameras. If that fails, everything that was opened is closed.
     *
     * @param kafka client properties that the whole node shares: bootstrap servers, security
     * @param node names this node in statuses and to the broker; unique in the cluster and kept across restarts
     */
    public static IngestService start(
            Map<String, Object> kafka,
            Topics topics,
            IngestConfig config,
            Secrets secrets,
            String node,
            MeterRegistry registry) {
        return start(kafka, topics, config, secrets, node, registry, renewed -> new ClockWatch("ingest", renewed));
    }

    /** @param clocks makes the watch over the clock, the last step of a start; tests let it fail */
    static IngestService start(
            Map<String, Object> kafka,
            Topics topics,
            IngestConfig config,
            Secrets secrets,
            String node,
            MeterRegistry registry,
            Function<List<Runnable>, ClockWatch> clocks) {
        FfmpegLog.set(config.ffmpegLogLevel());
        try (Opening opening = new Opening()) {
            StatusPublisher statuses = opening.add(new StatusPublisher(
                    topics.cameraStatus(),
                    () -> ProducerSettings.producer(kafka, "ingest-status-" + node),
                    config.drainTimeout()));
            LateOwnership owned = new LateOwnership();
            FramePublisher frames = opening.add(new FramePublisher(
                    topics.frames(),
                    () -> ProducerSettings.producer(kafka, "ingest-frames-" + node),
                    config.bufferBytes().bytes(),
                    owned,
                    config.drainTimeout()));
            CameraSupervisor cameras = opening.add(new CameraSupervisor(
                    new Sources(config.sources(), secrets), frames, statuses, config.readers(), node, registry));
            CameraOwnership ownership = opening.add(new CameraOwnership(
                    CameraRecords.specs(topics),
                    node,
                    () -> consumer(kafka, topics, node),
                    cameras,
                    SESSION_TIMEOUT,
                    config.detachTimeout().plus(config.drainTimeout()).plusSeconds(5)));
            owned.ask(ownership);
            ownership.start();
            ClockWatch clock = opening.add(clocks.apply(List.of(ownership::renew, frames::renew, statuses::renew)));
            clock.start();
            opening.keep();
            return new IngestService(statuses, frames, cameras, ownership, clock);
        }
    }

    /** The cameras that this node reads now. */
    public Set<String> cameras() {
        return cameras.cameras();
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> kafka, Topics topics, String node) {
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
        clock.close();
        ownership.close();
        cameras.close();
        frames.close();
        statuses.close();
    }

    /** Asks the ownership, which is made after the publisher. Until then no camera is surely this node's. */
    private static final class LateOwnership implements BooleanSupplier {
        private volatile BooleanSupplier sure = () -> false;

        void ask(CameraOwnership ownership) {
            sure = ownership::isSure;
        }

        @Override
        public boolean getAsBoolean() {
            return sure.getAsBoolean();
        }
    }
}
