package io.vidette.topology.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer that returns no more records than a {@link RecordGate} has room for. The others stay in memory, in order.
 * Their partitions are not fetched meanwhile, and positions are those of the returned records.
 *
 * <p>Made for Kafka Streams, which subscribes with a listener and names the offsets that it commits.
 *
 * <p>Threading: as {@link KafkaConsumer}, one thread at a time.
 */
final class GatedConsumer extends KafkaConsumer<byte[], byte[]> {
    /** How long it does not fetch while it has records to return, apart from the timeouts of polls. */
    private static final Duration LOOK = Duration.ofMillis(5);
    /**
     * A partition with this many records in memory is not fetched. With fewer it is, so that the memory does not run
     * empty.
     */
    private static final int ENOUGH = 16;
    /** After so long without a poll, answers that wait here were given long ago. */
    private static final Duration AWAY = Duration.ofMillis(50);
    /** How long it then waits for more records: records that are returned together can share a batch. */
    private static final Duration COMPANY = Duration.ofMillis(2);
    /** How long a poll waits for room beyond its timeout. */
    private static final Duration FULL = Duration.ofMillis(100);

    private final RecordGate gate;
    private final HeldRecords held = new HeldRecords();
    /** Partitions that the user of this consumer has paused. */
    private final Set<TopicPartition> paused = new HashSet<>();
    /** Partitions that this consumer has paused itself: enough of them is here. */
    private final Set<TopicPartition> waiting = new HashSet<>();

    private long fetchedNanos = System.nanoTime() - LOOK.toNanos();

    GatedConsumer(Map<String, Object> config, RecordGate gate) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.gate = gate;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (!held.isEmpty() && System.nanoTime() - fetchedNanos < LOOK.toNanos()) {
            ConsumerRecords<byte[], byte[]> ready = takeWithin(timeout);
            if (!isNothing(ready)) {
                return ready;
            }
        }
        // Nothing is taken before this: a rebalance in it may take partitions away.
        fetch(timeout);
        ConsumerRecords<byte[], byte[]> ready = takeWithin(timeout);
        // Given nothing, Kafka Streams would commit and wait for all frames in flight, and the model would run idle.
        long until = System.nanoTime() + FULL.toNanos();
        while (isNothing(ready) && isWaiting() && !timeout.isZero() && System.nanoTime() < until) {
            fetch(timeout);
            ready = takeWithin(timeout);
        }
        return ready;
    }

    /** Whether records wait for nothing but room. */
    private boolean isWaiting() {
        return !paused.containsAll(held.partitions(1));
    }

    private ConsumerRecords<byte[], byte[]> takeWithin(Duration timeout) {
        ConsumerRecords<byte[], byte[]> ready = held.take(gate.room(), paused);
        if (isNothing(ready) && !held.isEmpty()) {
            gate.awaitRoom(timeout);
            ready = held.take(gate.room(), paused);
        }
        return ready;
    }

    /** Neither records nor an offset that moved without any. */
    private static boolean isNothing(ConsumerRecords<byte[], byte[]> records) {
        return records.isEmpty() && records.nextOffsets().isEmpty();
    }

    private void fetch(Duration timeout) {
        boolean wasAway = System.nanoTime() - fetchedNanos > AWAY.toNanos();
        if (wasAway) {
            // Records that arrived during a commit are requested only now. Without the second fetch, a slow commit
            // would be followed by old records alone.
            fetchOnce(Duration.ZERO);
            fetchOnce(held.isEmpty() ? timeout : COMPANY);
        } else {
            fetchOnce(held.isEmpty() ? timeout : Duration.ZERO);
        }
    }

    private void fetchOnce(Duration timeout) {
        Set<TopicPartition> full = held.partitions(ENOUGH);
        if (!full.equals(waiting)) {
            waiting.removeAll(full);
            waiting.removeAll(paused);
            super.resume(waiting);
            super.pause(full);
            waiting.clear();
            waiting.addAll(full);
        }
        held.add(super.poll(timeout));
        fetchedNanos = System.nanoTime();
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, forgetting(listener));
    }

    @Override
    public void subscribe(Pattern topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, forgetting(listener));
    }

    /** Forgets partitions that go to others. */
    private ConsumerRebalanceListener forgetting(ConsumerRebalanceListener listener) {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                listener.onPartitionsAssigned(partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                forget(partitions);
                listener.onPartitionsRevoked(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                forget(partitions);
                listener.onPartitionsLost(partitions);
            }
        };
    }

    private void forget(Collection<TopicPartition> partitions) {
        held.drop(partitions);
        paused.removeAll(partitions);
        waiting.removeAll(partitions);
    }

    @Override
    public void unsubscribe() {
        super.unsubscribe();
        held.clear();
        paused.clear();
        waiting.clear();
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        super.pause(partitions);
        paused.addAll(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        Set<TopicPartition> free = new HashSet<>(partitions);
        free.removeAll(waiting);
        super.resume(free);
        paused.removeAll(partitions);
    }

    @Override
    public Set<TopicPartition> paused() {
        return Set.copyOf(paused);
    }

    @Override
    public long position(TopicPartition partition) {
        OptionalLong first = held.first(partition);
        return first.isPresent() ? first.getAsLong() : super.position(partition);
    }

    @Override
    public long position(TopicPartition partition, Duration timeout) {
        OptionalLong first = held.first(partition);
        return first.isPresent() ? first.getAsLong() : super.position(partition, timeout);
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        held.drop(Set.of(partition));
        super.seek(partition, offset);
    }

    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata offset) {
        held.drop(Set.of(partition));
        super.seek(partition, offset);
    }

    @Override
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        held.drop(partitions);
        super.seekToBeginning(partitions);
    }

    @Override
    public void seekToEnd(Collection<TopicPartition> partitions) {
        held.drop(partitions);
        super.seekToEnd(partitions);
    }
}
