package io.vidette.topology.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.lifecycle.Health;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a Kafka Streams application: started until it has partitions, a thread that fails is replaced and
 * remembered, all is started anew when the clock is set back (see {@link ClockWatch}), closed in bounded time.
 *
 * <p>Threading: started and closed by one thread, {@link #health} by any; it owns Kafka Streams' threads and
 * {@code NAME-clock}.
 */
public final class StreamsApplication implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsApplication.class);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);
    /** How long a failed thread keeps the application from being called ready. */
    private static final Duration REMEMBERED = Duration.ofSeconds(60);

    private final String name;
    private final StreamsNode node;
    private final MeterRegistry registry;
    private final String lagMetric;
    private final Counter failures;
    private final ClockWatch clock;
    private volatile @Nullable KafkaStreams streams;
    private volatile @Nullable Failure lastFailure;
    private volatile boolean isClosing;
    private @Nullable Supplier<Run> runs;
    private @Nullable Run run;

    private record Failure(long nanos, String why) {}

    /** One run of Kafka Streams, with the clients that belong to it. */
    private record Run(KafkaStreams streams, ConsumerLag lag, DeadThreads dead) {}

    /**
     * Not started yet.
     *
     * @param name of the application and, after the topics' prefix, of its group
     * @param failureMetric counts the threads that failed
     * @param lagMetric shows what waits to be read
     */
    public StreamsApplication(
            String name, StreamsNode node, MeterRegistry registry, String failureMetric, String lagMetric) {
        this.name = name;
        this.node = node;
        this.registry = registry;
        this.lagMetric = lagMetric;
        this.failures = registry.counter(failureMetric);
        this.clock = new ClockWatch(name, List.of(this::renew));
    }

    /**
     * Starts and waits until partitions are assigned.
     *
     * @param topology built for each run
     * @param source the topic that is read
     * @param settings of Kafka Streams, beyond those that all have
     * @throws UserError when that takes more than a minute
     */
    public void start(Supplier<Topology> topology, String source, Map<String, Object> settings) {
        start(topology, source, settings, StreamsClients.open());
    }

    /**
     * As {@link #start(Supplier, String, Map)}, for processors that have room for so many records.
     *
     * @param gates makes one for each stream thread
     */
    public void start(
            Supplier<Topology> topology,
            String source,
            Map<String, Object> settings,
            Supplier<? extends RecordGate> gates) {
        start(topology, source, settings, StreamsClients.gated(gates));
    }

    private void start(
            Supplier<Topology> topology, String source, Map<String, Object> settings, StreamsClients clients) {
        CountDownLatch running = new CountDownLatch(1);
        Properties properties = node.properties(name, settings);
        begin(() -> {
            KafkaStreams starting = new KafkaStreams(topology.get(), properties, clients, new SteadyTime());
            return run(starting, source, running::countDown);
        });
        awaitRunning(running, source);
        clock.start();
    }

    private synchronized void begin(Supplier<Run> of) {
        runs = of;
        run = of.get();
    }

    private Run run(KafkaStreams starting, String source, Runnable whenRunning) {
        DeadThreads leaving = new DeadThreads(node.client(), group(), node.name(), () -> threads(starting));
        node.processId(name).ifPresent(leaving::clear);
        starting.setStateListener((now, before) -> {
            LOG.debug("{} is {}", name, now);
            if (now == KafkaStreams.State.RUNNING) {
                whenRunning.run();
            }
        });
        starting.setUncaughtExceptionHandler(e -> {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            LOG.error("a {} thread failed and is replaced; uncommitted work is repeated: {}", name, cause.toString());
            LOG.debug("where it failed", e);
            failures.increment();
            lastFailure = new Failure(System.nanoTime(), cause.toString());
            leaving.remove(Thread.currentThread().getName());
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        streams = starting;
        starting.start();
        return new Run(
                starting,
                ConsumerLag.register(node.client(), group(), node.name(), name, source, lagMetric, registry),
                leaving);
    }

    /** The clock was set back: consumers that were made before send no heartbeat until it has caught up. */
    private synchronized void renew() {
        if (run == null || runs == null) {
            return;
        }
        // The members stay, so that those of the next run have their partitions back without a rebalance.
        boolean stopped;
        do {
            stopped = stop(run, GroupMembershipOperation.REMAIN_IN_GROUP);
        } while (!stopped && !isClosing);
        if (!isClosing) {
            run = runs.get();
        }
    }

    private boolean stop(Run of, GroupMembershipOperation membership) {
        of.lag().close();
        boolean stopped = of.streams()
                .close(CloseOptions.groupMembershipOperation(membership).withTimeout(STOP));
        if (!stopped) {
            LOG.warn("{} did not stop within {} s; uncommitted work is repeated", name, STOP.toSeconds());
        }
        of.dead().close();
        return stopped;
    }

    private void awaitRunning(CountDownLatch running, String source) {
        try {
            if (!running.await(START.toSeconds(), TimeUnit.SECONDS)) {
                throw new UserError(name + " got no partitions of " + source + " within " + START.toSeconds()
                        + " s; check the broker's log and that the topic exists");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while " + name + " was starting", e);
        }
    }

    /**
     * Not ready for a while after a thread failed: one that fails on the same record again and again is replaced each time,
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

    /** To ask its stores; empty before it starts. */
    public Optional<KafkaStreams> running() {
        return Optional.ofNullable(streams);
    }

    @Override
    public void close() {
        isClosing = true;
        clock.close();
        end();
    }

    private synchronized void end() {
        if (run != null) {
            // Leaving hands the partitions over at once; a static member would keep them until its session ends.
            var unused = stop(run, GroupMembershipOperation.LEAVE_GROUP); // said if not
        }
    }

    /** Numbers of its threads, also of those that do not run yet. */
    private static Set<Integer> threads(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .map(thread -> thread.threadName().substring(thread.threadName().lastIndexOf('-') + 1))
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
    }

    private String group() {
        return node.group(name);
    }
}
