package io.vidette.topology.sink;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Detects when all records that existed when the partitions were assigned have been read.
 *
 * <p>Threading: for the consumer's thread.
 */
final class CaughtUp {
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        ends.putAll(consumer.endOffsets(partitions));
    }

    /** The end of a partition when it was assigned. */
    long end(TopicPartition partition) {
        return Objects.requireNonNull(ends.getOrDefault(partition, 0L));
    }

    boolean isReached(Consumer<?, ?> consumer) {
        return !consumer.assignment().isEmpty()
                && consumer.assignment().stream().allMatch(partition -> consumer.position(partition) >= end(partition));
    }
}
