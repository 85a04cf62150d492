package io.vidette.topology.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that were fetched and not returned yet, by partition, in order. A returned batch names the first record that
 * is still here as the next one of its partition, so that no commit passes it.
 *
 * <p>Threading: none; used by the thread that polls.
 */
final class HeldRecords {
    /** In the order of their turns. */
    private final Map<TopicPartition, Held> byPartition = new LinkedHashMap<>();

    private static final class Held {
        private final TopicPartition partition;
        private final ArrayDeque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
        /** What comes after the last of them. */
        private OffsetAndMetadata next;

        private Held(TopicPartition partition, OffsetAndMetadata next) {
            this.partition = partition;
            this.next = next;
        }

        private OffsetAndMetadata position() {
            ConsumerRecord<byte[], byte[]> first = records.peek();
            return first == null ? next : new OffsetAndMetadata(first.offset(), first.leaderEpoch(), "");
        }
    }

    /** Adds fetched records behind those that are held. */
    void add(ConsumerRecords<byte[], byte[]> fetched) {
        fetched.nextOffsets().forEach((partition, next) -> {
            Held held = byPartition.computeIfAbsent(partition, added -> new Held(added, next));
            held.records.addAll(fetched.records(partition));
            held.next = next;
        });
    }

    boolean isEmpty() {
        return byPartition.values().stream().allMatch(held -> held.records.isEmpty());
    }

    /** Partitions that have as many records here. */
    Set<TopicPartition> partitions(int least) {
        return byPartition.values().stream()
                .filter(held -> held.records.size() >= least)
                .map(held -> held.partition)
                .collect(Collectors.toSet());
    }

    /** The offset of the first record of a partition that is here. */
    OptionalLong first(TopicPartition partition) {
        Held held = byPartition.get(partition);
        return held == null || held.records.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(held.records.element().offset());
    }

    /** Forgets partitions: their next owner fetches the uncommitted records again. */
    void drop(Collection<TopicPartition> partitions) {
        byPartition.keySet().removeAll(partitions);
    }

    void clear() {
        byPartition.clear();
    }

    /**
     * Returns as many records as there is room for, one of each partition in turns.
     *
     * @param room asked for the first record of a partition, again after each yes
     * @param paused partitions to leave alone
     */
    ConsumerRecords<byte[], byte[]> take(Predicate<ConsumerRecord<byte[], byte[]>> room, Set<TopicPartition> paused) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> taken = new HashMap<>();
        List<Held> asked = byPartition.values().stream()
                .filter(held -> !paused.contains(held.partition))
                .toList();
        ArrayDeque<Held> turns = new ArrayDeque<>(asked);
        while (!turns.isEmpty()) {
            Held held = turns.remove();
            ConsumerRecord<byte[], byte[]> record = held.records.peek();
            if (record != null && room.test(record)) {
                held.records.remove();
                taken.computeIfAbsent(held.partition, first -> new ArrayList<>())
                        .add(record);
                turns.add(held);
            }
        }
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (Held held : asked) {
            if (taken.containsKey(held.partition) || held.records.isEmpty()) {
                next.put(held.partition, held.position());
                byPartition.remove(held.partition);
                if (!held.records.isEmpty()) {
                    byPartition.put(held.partition, held); // last in the next turn
                }
            }
        }
        return new ConsumerRecords<>(taken, next);
    }
}
