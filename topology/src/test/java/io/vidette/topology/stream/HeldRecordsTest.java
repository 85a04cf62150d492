package io.vidette.topology.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HeldRecordsTest {
    private static final TopicPartition A = new TopicPartition("frames", 0);
    private static final TopicPartition B = new TopicPartition("frames", 1);

    private final HeldRecords held = new HeldRecords();

    @Test
    void alternatesBetweenPartitions() {
        fetch(A, 4, 0, 1, 2, 3);
        fetch(B, 2, 0, 1);
        ConsumerRecords<byte[], byte[]> first = take(3);
        assertThat(offsets(first, A)).containsExactly(0L, 1L);
        assertThat(offsets(first, B)).containsExactly(0L);
        ConsumerRecords<byte[], byte[]> second = take(1);
        assertThat(second.count()).isOne();
        ConsumerRecords<byte[], byte[]> third = take(9);
        assertThat(second.count() + third.count()).isEqualTo(3);
        assertThat(held.isEmpty()).isTrue();
    }

    @Test
    void startsWithThePartitionThatWasLeftOut() {
        fetch(A, 4, 0, 1, 2, 3);
        fetch(B, 4, 0, 1, 2, 3);
        TopicPartition first = take(1).partitions().iterator().next();
        TopicPartition second = take(1).partitions().iterator().next();
        assertThat(Set.of(first, second)).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void reportsTheOffsetOfTheFirstHeldRecordAsNext() {
        fetch(A, 12, 3, 7, 9);
        ConsumerRecords<byte[], byte[]> some = take(1);
        assertThat(offsets(some, A)).containsExactly(3L);
        assertThat(next(some, A)).isEqualTo(7);
        assertThat(held.first(A)).hasValue(7);
        ConsumerRecords<byte[], byte[]> rest = take(9);
        assertThat(offsets(rest, A)).containsExactly(7L, 9L);
        assertThat(next(rest, A)).isEqualTo(12);
        assertThat(held.first(A)).isEmpty();
    }

    @Test
    void reportsAnOffsetThatMovedWithoutRecordsOnce() {
        fetch(A, 5);
        assertThat(next(take(9), A)).isEqualTo(5);
        assertThat(take(9).nextOffsets()).isEmpty();
    }

    @Test
    void holdsTheRecordsOfAPausedPartition() {
        fetch(A, 2, 0, 1);
        fetch(B, 5);
        ConsumerRecords<byte[], byte[]> none = held.take(roomFor(9), Set.of(A, B));
        assertThat(none.isEmpty()).isTrue();
        assertThat(none.nextOffsets()).isEmpty();
        assertThat(offsets(take(9), A)).containsExactly(0L, 1L);
    }

    @Test
    void forgetsADroppedPartition() {
        fetch(A, 2, 0, 1);
        fetch(B, 1, 0);
        held.drop(Set.of(A));
        assertThat(held.partitions(1)).containsExactly(B);
        assertThat(held.partitions(2)).isEmpty();
        ConsumerRecords<byte[], byte[]> rest = take(9);
        assertThat(rest.partitions()).containsExactly(B);
        assertThat(rest.nextOffsets()).containsOnlyKeys(B);
    }

    @Test
    void stopsOnlyThePartitionOfARefusedRecord() {
        fetch(A, 3, 0, 1, 2);
        fetch(B, 3, 0, 1, 2);
        List<Long> asked = new ArrayList<>();
        ConsumerRecords<byte[], byte[]> records = held.take(
                record -> {
                    if (record.partition() == 0) {
                        asked.add(record.offset());
                    }
                    return record.partition() == 1 || record.offset() < 1;
                },
                Set.of());
        assertThat(asked).containsExactly(0L, 1L);
        assertThat(offsets(records, A)).containsExactly(0L);
        assertThat(offsets(records, B)).containsExactly(0L, 1L, 2L);
    }

    @Test
    void returnsEveryPartitionInOrderAndCompletelyForAnyRoom() {
        for (int seed = 1; seed <= 200; seed++) {
            comesInOrderAndWhole(seed);
        }
    }

    private static void comesInOrderAndWhole(int seed) {
        Random random = new Random(seed);
        HeldRecords records = new HeldRecords();
        Map<TopicPartition, List<Long>> came = Map.of(A, new ArrayList<>(), B, new ArrayList<>());
        long[] end = new long[2];
        for (int round = 0; round < 50; round++) {
            int partition = random.nextInt(2);
            TopicPartition at = new TopicPartition("frames", partition);
            long[] offsets = new long[random.nextInt(5)];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = end[partition];
                end[partition]++;
            }
            records.add(fetched(at, end[partition], offsets));
            ConsumerRecords<byte[], byte[]> taken = records.take(roomFor(random.nextInt(6)), Set.of());
            came.forEach((some, all) -> all.addAll(offsets(taken, some)));
            for (TopicPartition some : taken.nextOffsets().keySet()) {
                assertThat(next(taken, some)).as("seed %d", seed).isEqualTo(offsetAfter(came, some));
            }
        }
        ConsumerRecords<byte[], byte[]> rest = records.take(record -> true, Set.of());
        came.forEach((some, all) -> {
            all.addAll(offsets(rest, some));
            assertThat(all)
                    .as("seed %d", seed)
                    .isEqualTo(
                            LongStream.range(0, end[some.partition()]).boxed().toList());
        });
    }

    private static long offsetAfter(Map<TopicPartition, List<Long>> came, TopicPartition partition) {
        return came.getOrDefault(partition, List.of()).size();
    }

    private void fetch(TopicPartition partition, long next, long... offsets) {
        held.add(fetched(partition, next, offsets));
    }

    private static ConsumerRecords<byte[], byte[]> fetched(TopicPartition partition, long next, long... offsets) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (long offset : offsets) {
            records.add(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, new byte[0], null));
        }
        return new ConsumerRecords<>(
                records.isEmpty() ? Map.of() : Map.of(partition, records),
                Map.of(partition, new OffsetAndMetadata(next)));
    }

    private ConsumerRecords<byte[], byte[]> take(int most) {
        return held.take(roomFor(most), Set.of());
    }

    private static Predicate<ConsumerRecord<byte[], byte[]>> roomFor(int most) {
        AtomicInteger left = new AtomicInteger(most);
        return record -> left.getAndDecrement() > 0;
    }

    private static List<Long> offsets(ConsumerRecords<byte[], byte[]> records, TopicPartition partition) {
        return records.records(partition).stream().map(ConsumerRecord::offset).toList();
    }

    private static long next(ConsumerRecords<byte[], byte[]> records, TopicPartition partition) {
        return Objects.requireNonNull(records.nextOffsets().get(partition), "no next offset")
                .offset();
    }
}
