package io.vidette.topology.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows how many committed records of each partition of this node lie beyond what its group has committed. The brokers are
 * asked: what consumers measure themselves stands still while a partition is paused, and so while it falls behind.
 *
 * <p>Threading: one thread, {@code NAME-lag}, which it owns.
 */
final class ConsumerLag implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLag.class);
    private static final long PERIOD_SECONDS = 2;

    private final Map<String, Object> client;
    private final String group;
    private final Supplier<Set<TopicPartition>> partitions;
    private final MultiGauge gauges;
    private final ScheduledExecutorService clock;
    private @Nullable Admin admin;

    private ConsumerLag(
            Map<String, Object> client,
            String group,
            Supplier<Set<TopicPartition>> partitions,
            MultiGauge gauges,
            ScheduledExecutorService clock) {
        this.client = client;
        this.group = group;
        this.partitions = partitions;
        this.gauges = gauges;
        this.clock = clock;
    }

    /**
     * Starts to measure, some seconds from now.
     *
     * @param client how Kafka is reached
     * @param source the topic that is read
     */
    static ConsumerLag register(
            KafkaStreams streams,
            Map<String, Object> client,
            String group,
            String name,
            String source,
            String metric,
            MeterRegistry registry) {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, name + "-lag");
            thread.setDaemon(true);
            return thread;
        });
        ConsumerLag lag = new ConsumerLag(
                client,
                group,
                () -> assigned(streams, source),
                MultiGauge.builder(metric).register(registry),
                clock);
        var unused = clock.scheduleWithFixedDelay(lag::measure, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
        return lag;
    }

    private static Set<TopicPartition> assigned(KafkaStreams streams, String source) {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .filter(partition -> partition.topic().equals(source))
                .collect(Collectors.toSet());
    }

    private void measure() {
        try {
            Map<TopicPartition, Long> lags = lags(partitions.get());
            gauges.register(
                    lags.entrySet().stream()
                            .map(lag -> MultiGauge.Row.of(
                                    Tags.of(
                                            "partition",
                                            Integer.toString(lag.getKey().partition())),
                                    lag.getValue()))
                            .collect(Collectors.toSet()),
                    true);
        } catch (ExecutionException | RuntimeException e) {
            LOG.debug("the lag of {} is not known now: {}", group, e.toString()); // the last one stays
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<TopicPartition, Long> lags(Set<TopicPartition> of) throws ExecutionException, InterruptedException {
        if (of.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, OffsetAndMetadata> committed = admin().listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        Set<TopicPartition> fresh = of.stream()
                .filter(partition -> committed.get(partition) == null)
                .collect(Collectors.toSet());
        Map<TopicPartition, ListOffsetsResultInfo> begin = offsets(fresh, OffsetSpec.earliest());
        Map<TopicPartition, Long> lags = new HashMap<>();
        offsets(of, OffsetSpec.latest()).forEach((partition, end) -> {
            OffsetAndMetadata known = committed.get(partition);
            ListOffsetsResultInfo first = begin.get(partition);
            long from = known != null ? known.offset() : first != null ? first.offset() : end.offset();
            lags.put(partition, Math.max(0, end.offset() - from));
        });
        return lags;
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(Collection<TopicPartition> of, OffsetSpec where)
            throws ExecutionException, InterruptedException {
        return of.isEmpty()
                ? Map.of()
                : admin().listOffsets(
                                of.stream().collect(Collectors.toMap(partition -> partition, partition -> where)),
                                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all()
                        .get();
    }

    /** Made when it is first needed: a start has enough to do. */
    private synchronized Admin admin() {
        if (clock.isShutdown()) {
            throw new IllegalStateException("closed");
        }
        if (admin == null) {
            admin = Admin.create(client);
        }
        return admin;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        synchronized (this) {
            if (admin != null) {
                admin.close(Duration.ZERO); // an answer that a broker owes is not waited for
            }
        }
    }
}
