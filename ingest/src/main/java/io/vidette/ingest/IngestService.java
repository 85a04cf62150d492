package io.vidette.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.ingest.camera.CameraSupervisor;
import io.vidette.ingest.libav.FfmpegLog;
import io.vidette.ingest.ownership.CameraOwnership;
import io.vidette.ingest.publish.FramePublisher;
import io.vidette.ingest.publish.StatusPublisher;
import io.vidette.topology.camera.CameraRecords;
import io.vidette.topology.client.KafkaClients;
import io.vidette.topology.config.Secrets;
import io.vidette.topology.lifecycle.Opening;
import io.vidette.topology.lifecycle.Running;
import io.vidette.topology.stream.ClockWatch;
import io.vidette.topology.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The running ingest role of a node: reads the cameras that the group assigns to it and publishes their frames and statuses,
 * whether Kafka answers yet or not.
 *
 * <p>Threading: closed by one thread, all else by any.
 */
public final class IngestService implements Running {
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

    /** @param clocks creates the clock watch, the last step of a start; tests make it fail */
    static IngestService start(
            Map<String, Object> kafka,
            Topics topics,
            IngestConfig config,
            Secrets secrets,
            String node,
            MeterRegistry registry,
            Function<List<Runnable>, ClockWatch> clocks) {
        FfmpegLog.set(config.ffmpegLogLevel());
        KafkaClients clients = new KafkaClients(kafka);
        try (Opening opening = new Opening()) {
            StatusPublisher statuses = opening.add(new StatusPublisher(
                    topics.cameraStatus(),
                    () -> clients.ingestProducer("ingest-status-" + node),
                    config.drainTimeout()));
            LateOwnership owned = new LateOwnership();
            FramePublisher frames = opening.add(new FramePublisher(
                    topics.frames(),
                    () -> clients.ingestProducer("ingest-frames-" + node),
                    config.bufferBytes().bytes(),
                    owned,
                    config.drainTimeout()));
            CameraSupervisor cameras = opening.add(new CameraSupervisor(
                    new Sources(config.sources(), secrets), frames, statuses, config.readers(), node, registry));
            CameraOwnership ownership = opening.add(new CameraOwnership(
                    CameraRecords.specs(topics),
                    node,
                    () -> clients.owner(topics.prefix() + "ingest", "ingest-cameras-" + node, node),
                    cameras,
                    KafkaClients.OWNER_SESSION,
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

    /** Leaves the group first, so that other nodes take over while the last frames are published. */
    @Override
    public void close() {
        clock.close();
        ownership.close();
        cameras.close();
        frames.close();
        statuses.close();
    }

    /** Delegates to the ownership, which is created after the publisher. Until then it returns false. */
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
