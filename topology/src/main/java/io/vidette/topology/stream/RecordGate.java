package io.vidette.topology.stream;

import java.time.Duration;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Limits how many records Kafka Streams receives. Kafka Streams polls only when it has processed all that it received,
 * so a processor that waits for room blocks all partitions of its thread. Records beyond the limit wait in a {@link
 * GatedConsumer}, each partition for itself.
 *
 * <p>Threading: one per stream thread, used by that thread alone.
 */
public interface RecordGate {
    /**
     * The records that may be returned now. It is asked for the records of a partition in order, and for no further one
     * after the first no; each yes takes the room of one record.
     */
    Predicate<ConsumerRecord<byte[], byte[]>> room();

    /** Waits until there may be more room than {@link #room} said last, no longer than this. */
    void awaitRoom(Duration most);
}
