package io.vidette.topology.detect;

import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.topology.client.StreamsSettings;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.Opening;
import io.vidette.topology.lifecycle.Running;
import io.vidette.topology.metric.Metrics;
import io.vidette.topology.stream.StreamsApplication;
import io.vidette.topology.stream.StreamsNode;
import java.time.InstantSource;

/**
 * The running detector of one process: gives every frame of its share of the frames topic one committed verdict.
 *
 * <p>Threading: closed by one thread, {@link #health} by any; it owns Kafka Streams' threads and the
 * {@link BatchAssembler}.
 */
public final class DetectService implements Running {
    private final BatchAssembler assembler;
    private final StreamsApplication application;

    private DetectService(BatchAssembler assembler, StreamsApplication application) {
        this.assembler = assembler;
        this.application = application;
    }

    /**
     * Starts and waits until partitions are assigned. If that fails, everything that was opened is closed.
     *
     * @param detector outlives this service and is not closed by it
     * @param policy which frames are skipped when the detector falls behind
     * @throws UserError when that takes more than a minute
     */
    public static DetectService start(
            StreamsNode node,
            FrameDetector detector,
            DetectConfig config,
            AdmissionPolicy policy,
            MeterRegistry registry) {
        InstantSource clock = InstantSource.system();
        SkipRule rule = new SkipRule(policy, clock);
        OldestFrames oldest = new OldestFrames(registry, clock);
        try (Opening opening = new Opening()) {
            BatchAssembler batches = opening.add(new BatchAssembler(detector, config, registry));
            StreamsApplication application = StreamsApplication.start(
                    new StreamsApplication.Plan(
                            "detect",
                            node,
                            registry,
                            Metrics.DETECT_FAILURES,
                            Metrics.DETECT_LAG,
                            () -> DetectTopology.of(node.topics(), batches, rule, oldest, registry),
                            node.topics().frames(),
                            StreamsSettings.detect(
                                    config.guarantee() == DetectConfig.Guarantee.EXACTLY_ONCE,
                                    config.streamThreads(),
                                    config.commitInterval())),
                    () -> new FrameGate(batches, rule, oldest));
            opening.keep();
            return new DetectService(batches, application);
        }
    }

    /** As {@link StreamsApplication#health} has it. */
    public Health health() {
        return application.health();
    }

    @Override
    public void close() {
        application.close();
        assembler.close();
    }
}
