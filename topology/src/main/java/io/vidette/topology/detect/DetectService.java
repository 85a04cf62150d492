package io.vidette.topology.detect;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.Service;
import io.vidette.topology.lifecycle.UserError;
import io.vidette.topology.metric.Metrics;
import io.vidette.topology.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The detector of one process: gives every frame of its share of the frames topic one committed verdict.
 *
 * <p>Threading: started and closed by one thread; it owns Kafka Streams' threads and the {@link BatchAssembler}.
 */
public final class DetectService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(DetectService.class);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);
    /** How long a failed thread keeps the detector from being called ready. */
    private static final Duration REMEMBERED = Duration.ofSeconds(60);

    private final Node node;
    private final FrameDetector detector;
    private final DetectConfig config;
    private final MeterRegistry registry;
    private final Counter failures;
    private @Nullable BatchAssembler assembler;
    private @Nullable DeadMembers dead;
    private volatile @Nullable KafkaStreams streams;
    private volatile @Nullable Failure lastFailure;
    private @Nullable DetectLag lag;

    /**
     * Where this detector runs.
     *
     * @param client how Kafka is reached: {@code bootstrap.servers} and security
     * @param name of this node, unique in the cluster and kept across restarts, so that a restarted node has its
     *     partitions back without a rebalance
     * @param stateDirectory kept across restarts, used by this process alone
     * @param replicationFactor of the topics that Kafka Streams makes for itself
     */
    public record Node(
            Map<String, Object> client, Topics topics, String name, Path stateDirectory, int replicationFactor) {
        public Node {
            client = Map.copyOf(client);
        }
    }

    /**
     * A detector that is not started yet.
     *
     * @param detector outlives this service and is not closed by it
     */
    public DetectService(Node node, FrameDetector detector, DetectConfig config, MeterRegistry registry) {
        this.node = node;
        this.detector = detector;
        this.config = config;
        this.registry = registry;
        this.failures = registry.counter(Metrics.DETECT_FAILURES);
    }

    private record Failure(long nanos, String why) {}

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
        assembler = new BatchAssembler(detector, config, registry);
        KafkaStreams starting =
                new KafkaStreams(DetectTopology.of(node.topics(), assembler, registry), properties(), new SteadyTime());
        DeadMembers leaving = new DeadMembers(node.client(), group(), node.name());
        dead = leaving;
        CountDownLatch running = new CountDownLatch(1);
        starting.setStateListener((now, before) -> {
            LOG.debug("detect is {}", now);
            if (now == KafkaStreams.State.RUNNING) {
                running.countDown();
            }
        });
        starting.setUncaughtExceptionHandler(e -> {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            LOG.error(
                    "a detect thread failed and is replaced, uncommitted frames are judged again: {}",
                    cause.toString());
            LOG.debug("where it failed", e);
            failures.increment();
            lastFailure = new Failure(System.nanoTime(), cause.toString());
            leaving.remove(Thread.currentThread().getName());
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        streams = starting;
        starting.start();
        lag = DetectLag.register(starting, node.topics().frames(), registry);
        awaitRunning(running);
    }

    private void awaitRunning(CountDownLatch running) {
        try {
            if (!running.await(START.toSeconds(), TimeUnit.SECONDS)) {
                throw new UserError(
                        "detect got no partitions of " + node.topics().frames() + " within " + START.toSeconds()
                                + " s; check the broker's log and that the topic exists");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while detect was starting", e);
        }
    }

    /**
     * Not ready for a while after a thread failed: one that fails on the same frame again and again is replaced each time,
     * and Kafka Streams calls itself running in between.
     */
    public Health health() {
        KafkaStreams started = streams;
        if (started == null) {
            return new Health.NotReady("not started");
        }
        Failure failure = lastFailure;
        if (failure != null && System.nanoTime() - failure.nanos() < REMEMBERED.toNanos()) {
            return new Health.NotReady(
                    "a thread failed less than " + REMEMBERED.toSeconds() + " s ago: " + failure.why());
        }
        return started.state().isRunningOrRebalancing()
                ? Health.ready()
                : new Health.NotReady("Kafka Streams is " + started.state());
    }

    @Override
    public void close() {
        if (lag != null) {
            lag.close();
        }
        KafkaStreams running = streams;
        if (running != null) {
            // Leaving hands the partitions over at once; a static member would keep them until its session ends.
            boolean stopped = running.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                    .withTimeout(STOP));
            if (!stopped) {
                LOG.warn("detect did not stop within {} s; what was not committed is judged again", STOP.toSeconds());
            }
        }
        if (assembler != null) {
            assembler.close();
        }
        if (dead != null) {
            dead.close();
        }
    }

    private String group() {
        return node.topics().prefix() + "detect";
    }

    private Properties properties() {
        Map<String, Object> all = new HashMap<>(node.client());
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, group());
        all.put(StreamsConfig.CLIENT_ID_CONFIG, "detect");
        all.put(StreamsConfig.STATE_DIR_CONFIG, node.stateDirectory().toString());
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.streamThreads());
        all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
        all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, node.replicationFactor());
        all.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                config.guarantee() == DetectConfig.Guarantee.EXACTLY_ONCE
                        ? StreamsConfig.EXACTLY_ONCE_V2
                        : StreamsConfig.AT_LEAST_ONCE);
        // Latency: a verdict waits for the next poll to end before it is forwarded.
        all.put(StreamsConfig.POLL_MS_CONFIG, 5);
        all.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 64);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 64);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 2 << 20);
        // A consumer that closes waits for its last fetch; by default the broker holds one for half a second.
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 100);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), node.name());
        // A killed node's partitions move after this long; the least that brokers allow by default.
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_500);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        // Room for a dead letter of the largest frame and its headers.
        all.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                DeadLetter.MAX_VALUE_BYTES + (1 << 20));
        Properties properties = new Properties();
        properties.putAll(all);
        return properties;
    }
}
