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
import io.vidette.topology.lifecycle.Service;
import io.vidette.topology.stream.ClockWatch;
import io.vidette.topology.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ingest role of a node: reads the cameras that the group assigns to it and publishes their frames and statuses. Does
 * its work from {@link #start} on whether Kafka answers yet or not.
 *
 * <p>Threading: {@code start} and {@code close} from one thread.
 */
public final class IngestService implements Service {
    private final KafkaClients kafka;
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
        this.kafka = new KafkaClients(kafka);
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
                topics.cameraStatus(), () -> kafka.ingestProducer("ingest-status-" + node), config.drainTimeout());
        statuses = statusPublisher;
        FramePublisher framePublisher = new FramePublisher(
                topics.frames(),
                () -> kafka.ingestProducer("ingest-frames-" + node),
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
                () -> kafka.owner(topics.prefix() + "ingest", "ingest-cameras-" + node, node),
                supervisor,
                KafkaClients.OWNER_SESSION,
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
