package io.vidette.topology.replay;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Offsets of one partition.
 *
 * @param from the first
 * @param to behind the last
 */
record ReplayRange(long from, long to) {
    /** Frames in it, of all cameras. */
    long size() {
        return Math.max(0, to - from);
    }

    /** Looks up the ranges of all partitions, in partition order, limited to offsets that still exist. */
    static Map<TopicPartition, ReplayRange> of(
            Consumer<?, ?> consumer, String topic, FramePosition from, FramePosition to) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Function<FramePosition, Map<TopicPartition, Long>> place =
                position -> places(consumer, partitions, position, begins, ends);
        Map<TopicPartition, Long> first = place.apply(from);
        Map<TopicPartition, Long> behind = place.apply(to);
        Map<TopicPartition, ReplayRange> ranges =
                new TreeMap<>((a, b) -> Integer.compare(a.partition(), b.partition()));
        for (TopicPartition partition : partitions) {
            ranges.put(partition, new ReplayRange(at(first, partition), at(behind, partition)));
        }
        return ranges;
    }

    private static Map<TopicPartition, Long> places(
            Consumer<?, ?> consumer,
            List<TopicPartition> partitions,
            FramePosition position,
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> ends) {
        return position.map(
                earliest -> begins,
                latest -> ends,
                offset -> existing(offset.offset(), partitions, begins, ends),
                time -> since(time.instant(), consumer, partitions, ends));
    }

    /** The same offset in each partition, limited to offsets that still exist. */
    private static Map<TopicPartition, Long> existing(
            long offset,
            List<TopicPartition> partitions,
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> places = new HashMap<>();
        for (TopicPartition partition : partitions) {
            places.put(partition, Math.max(at(begins, partition), Math.min(at(ends, partition), offset)));
        }
        return places;
    }

    /** The first record of each partition that arrived at this time or later, or the end of the partition. */
    private static Map<TopicPartition, Long> since(
            Instant time, Consumer<?, ?> consumer, List<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, Math.max(0, time.toEpochMilli())));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted);
        Map<TopicPartition, Long> places = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp at = found.get(partition);
            places.put(partition, at == null ? at(ends, partition) : at.offset());
        }
        return places;
    }

    private static long at(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return Objects.requireNonNull(offsets.get(partition), () -> "no offset of " + partition);
    }
}
