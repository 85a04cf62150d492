package io.vidette.topology.compacted;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Feeds a view from a consumer: reads each partition from its beginning to its initial end offset, then follows it.
 *
 * <p>Threading: one thread.
 */
final class CompactedReader<K, V> {
    private static final Duration POLL = Duration.ofMillis(200);

    private final String topic;
    private final Consumer<byte[], byte[]> consumer;
    private final LastValidRecords<K, V> view;
    private final Duration lookUp;
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    /**
     * Reads nothing yet.
     *
     * @param lookUp how long a look-up of offsets or partitions may take
     */
    CompactedReader(String topic, Consumer<byte[], byte[]> consumer, LastValidRecords<K, V> view, Duration lookUp) {
        this.topic = topic;
        this.consumer = consumer;
        this.view = view;
        this.lookUp = lookUp;
    }

    /** Assigns all partitions of the topic to the consumer. */
    void assignAll() {
        Set<TopicPartition> all = new HashSet<>();
        consumer.partitionsFor(topic, lookUp).forEach(info -> all.add(new TopicPartition(topic, info.partition())));
        consumer.assign(all);
        begin(all);
    }

    /** Reads partitions, which the consumer has, from their beginning. */
    void begin(Collection<TopicPartition> partitions) {
        partitions.forEach(view::begin);
        ends.keySet().removeAll(partitions);
        consumer.seekToBeginning(partitions);
    }

    /**
     * Reads the next records.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if the broker does not answer; call again
     */
    void poll() {
        consumer.poll(POLL).forEach(view::read);
        settle();
    }

    /** Whether all partitions have been read to their initial end offsets. */
    boolean isCaughtUp() {
        return view.gathering().isEmpty();
    }

    private void settle() {
        Set<TopicPartition> gathering = view.gathering();
        if (gathering.isEmpty()) {
            return;
        }
        findEnds(gathering);
        for (TopicPartition partition : gathering) {
            Long end = ends.get(partition);
            if (end != null && consumer.position(partition, lookUp) >= end) {
                ends.remove(partition);
                view.caughtUp(partition);
            }
        }
    }

    private void findEnds(Set<TopicPartition> gathering) {
        Set<TopicPartition> unknown = new HashSet<>(gathering);
        unknown.removeAll(ends.keySet());
        if (!unknown.isEmpty()) {
            view.partitionCount(consumer.partitionsFor(topic, lookUp).size());
            ends.putAll(consumer.endOffsets(unknown, lookUp));
        }
    }
}
