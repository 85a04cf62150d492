package io.vidette.topology.diff;

import io.vidette.topology.client.KafkaClients;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.serde.JsonSerde;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The verdicts of one partition in the order of their frames, up to the end offset at the start. Duplicate verdicts,
 * which detection may publish with at-least-once processing, are returned once.
 *
 * <p>Threading: for one thread.
 */
final class VerdictStream implements AutoCloseable {
    private static final JsonSerde<FrameVerdict> VERDICT = new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConnection connection;
    private final TopicPartition partition;
    private final Consumer<byte[], byte[]> consumer;
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();
    private final long begin;
    private final long end;
    private long lastFrame = -1;
    private long passed;

    private VerdictStream(KafkaConnection connection, TopicPartition partition, Consumer<byte[], byte[]> consumer) {
        this.connection = connection;
        this.partition = partition;
        this.consumer = consumer;
        Set<TopicPartition> one = Set.of(partition);
        consumer.assign(one);
        consumer.seekToBeginning(one);
        begin = Objects.requireNonNull(consumer.beginningOffsets(one).get(partition));
        end = Objects.requireNonNull(consumer.endOffsets(one).get(partition));
    }

    static VerdictStream open(KafkaConnection connection, TopicPartition partition) {
        Consumer<byte[], byte[]> consumer = consumer(connection);
        try {
            return new VerdictStream(connection, partition, consumer);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** Uses no group, so it does not affect other consumers. */
    static Consumer<byte[], byte[]> consumer(KafkaConnection connection) {
        return KafkaClients.of(connection).reader(connection.patience());
    }

    /** Offsets from the beginning to the end. */
    long size() {
        return end - begin;
    }

    /** Of those, how many were read. */
    long passed() {
        return passed;
    }

    /** The next one; null at the end. */
    @Nullable
    FrameVerdict next() {
        while (true) {
            ConsumerRecord<byte[], byte[]> record = nextRecord();
            if (record == null) {
                passed = size();
                return null;
            }
            passed = record.offset() + 1 - begin;
            FrameVerdict verdict = verdict(record);
            if (verdict.id().partition() != partition.partition()) {
                throw new UserError("the verdict on " + verdict.id() + " is on " + partition
                        + ", so frames and verdicts are partitioned differently and cannot be compared");
            }
            if (verdict.id().offset() > lastFrame) {
                lastFrame = verdict.id().offset();
                return verdict;
            }
        }
    }

    private @Nullable ConsumerRecord<byte[], byte[]> nextRecord() {
        long heardNanos = System.nanoTime();
        long before = consumer.position(partition);
        while (fetched.isEmpty() && before < end) {
            consumer.poll(POLL).forEach(fetched::add);
            long now = consumer.position(partition);
            if (now > before) {
                heardNanos = System.nanoTime();
            } else if (System.nanoTime() - heardNanos > connection.patience().toNanos()) {
                throw new TimeoutException("no verdict of " + partition + " from offset " + now);
            }
            before = now;
        }
        ConsumerRecord<byte[], byte[]> record = fetched.poll();
        return record == null || record.offset() >= end ? null : record;
    }

    private FrameVerdict verdict(ConsumerRecord<byte[], byte[]> record) {
        try {
            FrameVerdict verdict = VERDICT.deserialize(record.topic(), record.value());
            if (verdict != null) {
                return verdict;
            }
            throw new UserError(partition + " offset " + record.offset() + " has no value, so it is not a verdict");
        } catch (SerializationException e) {
            throw new UserError(partition + " offset " + record.offset() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
