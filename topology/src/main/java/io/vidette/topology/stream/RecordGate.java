package io.vidette.topology.stream;

import java.time.Duration;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Says how many records Kafka Streams may be given. It asks for more only when it has processed all that it was given, so
 * a processor that has to wait for room makes all partitions of its thread wait; what is not given to it waits in a
 * {@link GatedConsumer}, each partition for itself.
 *
 * <p>Threading: one per stream thread, used by that thread alone.
 */
public interface RecordGate {
    /**
     * What may come now. It is asked for records in the order in which each partition has them, and for no more of a
     * partition after a no; each yes takes the room of one.
     */
    Predicate<ConsumerRecord<byte[], byte[]>> room();

    /** Waits until there may be more room than {@link #room} said last, no longer than this. */
    void awaitRoom(Duration most);
}
