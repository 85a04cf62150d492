package io.vidette.topology.compacted;

import io.vidette.topology.compacted.CompactedListener.Release;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a compacted topic, or of some of its partitions, as the records define it.
 *
 * <ul>
 *   <li>A partition is read to its end before its state is reported. If a partition is read from its beginning
 *       again, its previous state stays in force until then.
 *   <li>An invalid record changes nothing if the key has a valid one: the last valid value stays in force.
 *   <li>A key belongs to the partition that Kafka's default partitioner chooses. An invalid record on another partition is
 *       never reported as refused, because a valid one may be on the key's own partition.
 *   <li>If a key has valid records on several partitions, the newest one is in force.
 * </ul>
 *
 * <p>Threading: one thread.
 */
final class LastValidRecords<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(LastValidRecords.class);

    private final CompactedTopic<K, V> topic;
    private final CompactedListener<K, V> listener;
    private final Map<TopicPartition, Held<K, V>> partitions = new LinkedHashMap<>();
    /** What the listener knows. */
    private final Map<K, Latest<V>> reported = new HashMap<>();

    private int partitionCount;

    /**
     * The state of a key on one partition.
     *
     * @param time of the valid record, in ms of the epoch
     * @param hash of the key, from which the default partitioner derives the partition; at least 0
     */
    private record Entry<V>(Latest<V> latest, long time, int partition, int hash) {
        boolean isHome(int partitionCount) {
            return partitionCount == 0 || hash % partitionCount == partition;
        }
    }

    private static final class Held<K, V> {
        private Map<K, Entry<V>> known = new LinkedHashMap<>();
        /** The state from the records read so far, including removed keys; absent once the end is reached. */
        private @Nullable Map<K, Entry<V>> past = new LinkedHashMap<>();

        @Nullable
        Entry<V> entry(K key) {
            Entry<V> read = past == null ? null : past.get(key);
            return read == null ? known.get(key) : read;
        }
    }

    LastValidRecords(CompactedTopic<K, V> topic, CompactedListener<K, V> listener) {
        this.topic = topic;
        this.listener = listener;
    }

    /** Sets how many partitions the topic has. While it is unknown, every partition counts as the key's own. */
    void partitionCount(int count) {
        partitionCount = count;
    }

    /** The partition is read from its beginning from now on. */
    void begin(TopicPartition partition) {
        partitions.computeIfAbsent(partition, added -> new Held<>()).past = new LinkedHashMap<>();
    }

    /** The partitions that are followed. */
    Set<TopicPartition> partitions() {
        return Set.copyOf(partitions.keySet());
    }

    /** The partitions that have not been read to their end yet. */
    Set<TopicPartition> gathering() {
        Set<TopicPartition> gathering = new HashSet<>();
        partitions.forEach((partition, held) -> {
            if (held.past != null) {
                gathering.add(partition);
            }
        });
        return gathering;
    }

    /** Takes the next record of its partition. Records of partitions that are not followed are ignored. */
    void read(ConsumerRecord<byte[], byte[]> message) {
        TopicPartition partition = new TopicPartition(message.topic(), message.partition());
        Held<K, V> held = partitions.get(partition);
        Optional<K> key = key(message);
        if (held == null || key.isEmpty()) {
            return;
        }
        Entry<V> entry = next(key.get(), message, held.entry(key.get()));
        if (held.past != null) {
            held.past.put(key.get(), entry);
        } else {
            keep(held.known, key.get(), entry);
            report(key.get());
        }
    }

    private Optional<K> key(ConsumerRecord<byte[], byte[]> message) {
        String problem = "it has no key";
        if (message.key() != null) {
            try {
                return Optional.of(topic.keys().deserialize(message.topic(), message.key()));
            } catch (SerializationException e) {
                problem = String.valueOf(e.getMessage());
            }
        }
        LOG.warn(
                "{}-{} offset {}: the record is ignored: {}",
                message.topic(),
                message.partition(),
                message.offset(),
                problem);
        return Optional.empty();
    }

    private Entry<V> next(K key, ConsumerRecord<byte[], byte[]> message, @Nullable Entry<V> before) {
        int hash = Utils.toPositive(Utils.murmur2(message.key()));
        if (message.value() == null) {
            return new Entry<>(Latest.none(), message.timestamp(), message.partition(), hash);
        }
        try {
            V value = topic.values().deserialize(message.topic(), message.value());
            return new Entry<>(Latest.valid(value), message.timestamp(), message.partition(), hash);
        } catch (SerializationException e) {
            String reason = String.valueOf(e.getMessage());
            Latest<V> last = before == null ? Latest.none() : before.latest();
            warn(key, message, last, reason);
            long time = before == null ? message.timestamp() : before.time();
            return new Entry<>(last.withProblem(reason), time, message.partition(), hash);
        }
    }

    private static <K, V> void warn(K key, ConsumerRecord<byte[], byte[]> message, Latest<V> last, String reason) {
        LOG.warn(
                "{}-{} offset {}: the record of '{}' is refused, {}: {}",
                message.topic(),
                message.partition(),
                message.offset(),
                key,
                last.value().isPresent()
                        ? "the last valid record stays in force"
                        : "this partition has no valid record of it",
                reason);
    }

    /** The partition has been read to its end: reports its state. */
    void caughtUp(TopicPartition partition) {
        Held<K, V> held = partitions.get(partition);
        if (held == null || held.past == null) {
            return;
        }
        Map<K, Entry<V>> now = new LinkedHashMap<>();
        held.past.forEach((key, entry) -> keep(now, key, entry));
        Set<K> keys = new LinkedHashSet<>(now.keySet());
        keys.addAll(held.known.keySet());
        held.known = now;
        held.past = null;
        keys.forEach(this::report);
    }

    /** Stops following the partitions. Returns after the listener has been notified. */
    void release(Collection<TopicPartition> leaving, Release why) {
        Set<K> keys = new LinkedHashSet<>();
        for (TopicPartition partition : leaving) {
            Held<K, V> held = partitions.remove(partition);
            if (held != null) {
                keys.addAll(held.known.keySet());
            }
        }
        Set<K> released = new LinkedHashSet<>();
        for (K key : keys) {
            if (!standing(key).isNone()) {
                report(key);
            } else if (reported.remove(key) != null) {
                released.add(key);
            }
        }
        if (!released.isEmpty()) {
            listener.released(released, why);
        }
    }

    /** The state of every key that has one, including invalid records on another partition than the key's own. */
    Map<K, Latest<V>> latest() {
        Map<K, Latest<V>> all = new LinkedHashMap<>();
        partitions.values().stream()
                .flatMap(held -> held.known.keySet().stream())
                .forEach(key -> all.computeIfAbsent(key, each -> combined(entries(each))));
        return all;
    }

    private static <K, V> void keep(Map<K, Entry<V>> known, K key, Entry<V> entry) {
        if (entry.latest().isNone()) {
            known.remove(key);
        } else {
            known.put(key, entry);
        }
    }

    private void report(K key) {
        Latest<V> now = standing(key);
        Latest<V> before = reported.getOrDefault(key, Latest.none());
        if (now.equals(before)) {
            return;
        }
        if (now.value().isPresent()) {
            listener.changed(key, now.value().get());
        } else if (now.problem().isPresent()) {
            listener.refused(key, now.problem().get());
        } else {
            listener.removed(key);
        }
        keepReported(key, now);
    }

    private void keepReported(K key, Latest<V> now) {
        if (now.isNone()) {
            reported.remove(key);
        } else {
            reported.put(key, now);
        }
    }

    /** The state that the listener should have: a value, the reason for a refusal, or nothing. */
    private Latest<V> standing(K key) {
        List<Entry<V>> entries = entries(key);
        Latest<V> all = combined(entries);
        if (all.value().isPresent()) {
            return Latest.valid(all.value().get());
        }
        return combined(
                entries.stream().filter(entry -> entry.isHome(partitionCount)).toList());
    }

    private static <V> Latest<V> combined(List<Entry<V>> entries) {
        Optional<V> value = Optional.empty();
        Optional<String> problem = Optional.empty();
        long newest = Long.MIN_VALUE;
        for (Entry<V> entry : entries) {
            if (entry.latest().value().isPresent() && entry.time() >= newest) {
                value = entry.latest().value();
                newest = entry.time();
            }
            problem = problem.or(entry.latest()::problem);
        }
        return new Latest<>(value, problem);
    }

    private List<Entry<V>> entries(K key) {
        List<Entry<V>> entries = new ArrayList<>();
        for (Held<K, V> held : partitions.values()) {
            Entry<V> entry = held.known.get(key);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }
}
