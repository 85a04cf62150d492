package io.vidette.topology.detect;

import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.topology.client.StreamsSettings;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.Service;
import io.vidette.topology.metric.Metrics;
import io.vidette.topology.stream.StreamsApplication;
import io.vidette.topology.stream.StreamsNode;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The detector of one process: gives every frame of its share of the frames topic one committed verdict.
 *
 * <p>Threading: started and closed by one thread; it owns Kafka Streams' threads and the {@link BatchAssembler}.
 */
public final class DetectService implements Service {
    private final StreamsNode node;
    private final FrameDetector detector;
    private final DetectConfig config;
    private final AdmissionPolicy policy;
    private final MeterRegistry registry;
    private final StreamsApplication application;
    private @Nullable BatchAssembler assembler;

    /**
     * A detector that is not started yet.
     *
     * @param detector outlives this service and is not closed by it
     * @param policy which frames it is shown when it falls behind
     */
    public DetectService(
            StreamsNode node,
            FrameDetector detector,
            DetectConfig config,
            AdmissionPolicy policy,
            MeterRegistry registry) {
        this.node = node;
        this.detector = detector;
        this.config = config;
        this.policy = policy;
        this.registry = registry;
        this.application = new StreamsApplication(name(), node, registry, Metrics.DETECT_FAILURES, Metrics.DETECT_LAG);
    }

    @Override
    public String name() {
        return "detect";
    }

    /**
     * Starts and waits until partitions are assigned.
     *
     * @throws UserError when that takes more than a minute
     */
    @Override
    public void start() {
        BatchAssembler batches = new BatchAssembler(detector, config, registry);
        assembler = batches;
        InstantSource clock = InstantSource.system();
        SkipRule rule = new SkipRule(policy, clock);
        OldestFrames oldest = new OldestFrames(registry, clock);
        application.start(
                () -> DetectTopology.of(node.topics(), batches, rule, oldest, registry),
                node.topics().frames(),
                StreamsSettings.detect(
                        config.guarantee() == DetectConfig.Guarantee.EXACTLY_ONCE,
                        config.streamThreads(),
                        config.commitInterval()),
                () -> new FrameGate(batches, rule, oldest));
    }

    /** As {@link StreamsApplication#health} has it. */
    public Health health() {
        return application.health();
    }

    @Override
    public void close() {
        application.close();
        if (assembler != null) {
            assembler.close();
        }
    }
}
