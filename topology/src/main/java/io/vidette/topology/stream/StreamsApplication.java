package io.vidette.topology.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.Opening;
import io.vidette.topology.lifecycle.Running;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
 * A running Kafka Streams application. It has had partitions, a thread that fails is replaced and remembered, all is started
 * anew when the clock is set back (see {@link ClockWatch}), and it is closed in bounded time.
 *
 * <p>Threading: closed by one thread, all else by any; it owns Kafka Streams' threads and {@code NAME-clock}.
 */
public final class StreamsApplication implements Running {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsApplication.class);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);
    /** How long a failed thread keeps the application from being called ready. */
    private static final Duration REMEMBERED = Duration.ofSeconds(60);

    private final Plan plan;
    private final Counter failures;
    private final Supplier<Run> runs;
    private final ClockWatch clock;
    private final CountDownLatch assigned = new CountDownLatch(1);
    private volatile @Nullable Failure lastFailure;
    private volatile boolean isClosing;
    private volatile Run run;

    /**
     * What to run.
     *
     * @param name of the application and, after the topics' prefix, of its group
     * @param failureMetric counts the threads that failed
     * @param lagMetric shows what waits to be read
     * @param topology built for each run
     * @param source the topic that is read
     * @param settings of Kafka Streams, beyond those that all have
     */
    public record Plan(
            String name,
            StreamsNode node,
            MeterRegistry registry,
            String failureMetric,
            String lagMetric,
            Supplier<Topology> topology,
            String source,
            Map<String, Object> settings) {
        public Plan {
            settings = Map.copyOf(settings);
        }

        private String group() {
            return node.group(name);
        }
    }

    private record Failure(long nanos, String why) {}

    /** One run of Kafka Streams, with the clients that belong to it. */
    private record Run(KafkaStreams streams, ConsumerLag lag, DeadThreads dead) {}

    private StreamsApplication(Plan plan, StreamsClients clients) {
        this.plan = plan;
        this.failures = plan.registry().counter(plan.failureMetric());
        this.runs = () -> newRun(clients);
        this.clock = new ClockWatch(plan.name(), List.of(this::renew));
        this.run = runs.get();
    }

    /**
     * Starts and waits until partitions are assigned.
     *
     * @throws UserError when that takes more than a minute
     */
    public static StreamsApplication start(Plan plan) {
        return start(plan, StreamsClients.open());
    }

    /**
     * As {@link #start(Plan)}, for processors that have room for so many records.
     *
     * @param gates makes one for each stream thread
     */
    public static StreamsApplication start(Plan plan, Supplier<? extends RecordGate> gates) {
        return start(plan, StreamsClients.gated(gates));
    }

    private static StreamsApplication start(Plan plan, StreamsClients clients) {
        try (Opening opening = new Opening()) {
            StreamsApplication application = opening.add(new StreamsApplication(plan, clients));
            application.awaitPartitions();
            application.clock.start();
            opening.keep();
            return application;
        }
    }

    private Run newRun(StreamsClients clients) {
        Properties properties = plan.node().properties(plan.name(), plan.settings());
        KafkaStreams streams = new KafkaStreams(plan.topology().get(), properties, clients, new SteadyTime());
        try (Opening opening = new Opening()) {
            opening.add(() -> streams.close(STOP));
            DeadThreads dead = opening.add(new DeadThreads(
                    plan.node().client(), plan.group(), plan.node().name(), () -> threads(streams)));
            plan.node().processId(plan.name()).ifPresent(dead::clear);
            watch(streams, dead);
            streams.start();
            ConsumerLag lag = ConsumerLag.register(
                    plan.node().client(),
                    plan.group(),
                    plan.node().name(),
                    plan.name(),
                    plan.source(),
                    plan.lagMetric(),
                    plan.registry());
            opening.keep();
            return new Run(streams, lag, dead);
        }
    }

    private void watch(KafkaStreams streams, DeadThreads dead) {
        streams.setStateListener((now, before) -> {
            LOG.debug("{} is {}", plan.name(), now);
            if (now == KafkaStreams.State.RUNNING) {
                assigned.countDown();
            }
        });
        streams.setUncaughtExceptionHandler(e -> {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            LOG.error(
                    "a {} thread failed and is replaced; uncommitted work is repeated: {}",
                    plan.name(),
                    cause.toString());
            LOG.debug("where it failed", e);
            failures.increment();
            lastFailure = new Failure(System.nanoTime(), cause.toString());
            dead.remove(Thread.currentThread().getName());
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    }

    /** The clock was set back: consumers that were made before send no heartbeat until it has caught up. */
    private synchronized void renew() {
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
            LOG.warn("{} did not stop within {} s; uncommitted work is repeated", plan.name(), STOP.toSeconds());
        }
        of.dead().close();
        return stopped;
    }

    private void awaitPartitions() {
        String name = plan.name();
        try {
            if (!assigned.await(START.toSeconds(), TimeUnit.SECONDS)) {
                throw new UserError(name + " got no partitions of " + plan.source() + " within " + START.toSeconds()
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
        Failure failure = lastFailure;
        if (failure != null && System.nanoTime() - failure.nanos() < REMEMBERED.toNanos()) {
            return new Health.NotReady(
                    "a thread failed less than " + REMEMBERED.toSeconds() + " s ago: " + failure.why());
        }
        KafkaStreams.State state = streams().state();
        return state.isRunningOrRebalancing() ? Health.ready() : new Health.NotReady("Kafka Streams is " + state);
    }

    /** Returns Kafka Streams, to ask its stores; another one after the clock was set back. */
    public KafkaStreams streams() {
        return run.streams();
    }

    @Override
    public void close() {
        isClosing = true;
        clock.close();
        end();
    }

    private synchronized void end() {
        // Leaving hands the partitions over at once; a static member would keep them until its session ends.
        var unused = stop(run, GroupMembershipOperation.LEAVE_GROUP); // said if not
    }

    /** Numbers of its threads, also of those that do not run yet. */
    private static Set<Integer> threads(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .map(thread -> thread.threadName().substring(thread.threadName().lastIndexOf('-') + 1))
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
    }
}
