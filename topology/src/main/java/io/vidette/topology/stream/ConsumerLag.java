package io.vidette.topology.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.vidette.topology.client.KafkaClients;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports how many committed records are behind the group's committed offset, for each partition that no other node
 * owns. The brokers are asked for it: the lag that a consumer measures is not updated while a partition is paused,
 * which is when it falls behind, and a thread that fails repeatedly owns no partition most of the time, whose lag must
 * stay visible.
 *
 * <p>Threading: one thread, {@code NAME-lag}, which it owns.
 */
final class ConsumerLag implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLag.class);
    private static final long PERIOD_SECONDS = 2;

    private final Map<String, Object> client;
    private final String group;
    private final String node;
    private final String source;
    private final MultiGauge gauges;
    private final ScheduledExecutorService clock;
    private Set<TopicPartition> shown = Set.of();
    private @Nullable Admin admin;

    private ConsumerLag(
            Map<String, Object> client,
            String group,
            String node,
            String source,
            MultiGauge gauges,
            ScheduledExecutorService clock) {
        this.client = client;
        this.group = group;
        this.node = node;
        this.source = source;
        this.gauges = gauges;
        this.clock = clock;
    }

    /**
     * Starts to measure, some seconds from now.
     *
     * @param client how Kafka is reached
     * @param node the {@code group.instance.id} of this node's members, to which Kafka Streams adds the number of the thread
     * @param source the topic that is read
     */
    static ConsumerLag register(
            Map<String, Object> client,
            String group,
            String node,
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
                client, group, node, source, MultiGauge.builder(metric).register(registry), clock);
        var unused = clock.scheduleWithFixedDelay(lag::measure, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
        return lag;
    }

    private void measure() {
        try {
            Set<TopicPartition> ours = ours();
            show(lags(ours));
            shown = ours;
        } catch (ExecutionException | RuntimeException e) {
            LOG.debug("the lag of {} is not known now: {}", group, e.toString()); // the last one stays
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What others have is known only between rebalances. */
    private Set<TopicPartition> ours() throws ExecutionException, InterruptedException {
        ConsumerGroupDescription members = Objects.requireNonNull(admin().describeConsumerGroups(List.of(group))
                        .describedGroups()
                        .get(group))
                .get();
        if (members.groupState() != GroupState.STABLE && !shown.isEmpty()) {
            return shown;
        }
        Set<TopicPartition> ours = Objects.requireNonNull(admin().describeTopics(List.of(source))
                        .topicNameValues()
                        .get(source))
                .get()
                .partitions()
                .stream()
                .map(partition -> new TopicPartition(source, partition.partition()))
                .collect(Collectors.toSet());
        members.members().stream()
                .filter(member -> !isOurs(member.groupInstanceId().orElse("")))
                .forEach(member -> ours.removeAll(member.assignment().topicPartitions()));
        return ours;
    }

    private boolean isOurs(String instance) {
        return instance.startsWith(node + "-")
                && instance.substring(node.length() + 1).matches("\\d+");
    }

    private synchronized void show(Map<TopicPartition, Long> lags) {
        if (clock.isShutdown()) {
            return;
        }
        gauges.register(
                lags.entrySet().stream()
                        .map(lag -> MultiGauge.Row.of(
                                Tags.of(
                                        "partition",
                                        Integer.toString(lag.getKey().partition())),
                                lag.getValue()))
                        .collect(Collectors.toSet()),
                true);
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
            admin = new KafkaClients(client).admin();
        }
        return admin;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        synchronized (this) {
            gauges.register(List.of(), true); // what another measures later could not take the place of these
            if (admin != null) {
                admin.close(Duration.ZERO); // an answer that a broker owes is not waited for
            }
        }
    }
}
