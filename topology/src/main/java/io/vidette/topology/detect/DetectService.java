package io.vidette.topology.detect;

import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.Opening;
import io.vidette.topology.lifecycle.Running;
import io.vidette.topology.metric.Metrics;
import io.vidette.topology.stream.StreamsApplication;
import io.vidette.topology.stream.StreamsNode;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

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
                            settings(config)),
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

    private static Map<String, Object> settings(DetectConfig config) {
        Map<String, Object> all = new HashMap<>();
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.streamThreads());
        all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
        all.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                config.guarantee() == DetectConfig.Guarantee.EXACTLY_ONCE
                        ? StreamsConfig.EXACTLY_ONCE_V2
                        : StreamsConfig.AT_LEAST_ONCE);
        // A task has one partition: nothing to put in order, and no lag to ask for with every record.
        all.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // Latency: a verdict waits for the next poll to end before it is forwarded.
        all.put(StreamsConfig.POLL_MS_CONFIG, 5);
        all.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 64);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 64);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 2 << 20);
        // Sized by the operating system: Kafka's default of 64 KiB holds one frame, so broker and consumer would wait
        // for each other.
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.RECEIVE_BUFFER_CONFIG), -1);
        // A consumer that closes waits for its last fetch; by default the broker holds one for half a second.
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 100);
        if (config.guarantee() == DetectConfig.Guarantee.EXACTLY_ONCE) {
            // Verdicts are sent in batches: a reader sees none before its commit, which flushes the rest.
            all.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        }
        return all;
    }
}
