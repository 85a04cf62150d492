package io.vidette.topology.sink;

import io.vidette.topology.client.KafkaClients;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.stream.DeadLetter;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the records that a sink cannot deliver as dead letters. Connects when the first one arrives.
 *
 * <p>Threading: any thread may put.
 */
final class DeadLetterBox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterBox.class);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private final KafkaConnection connection;
    private final String topic;
    private @Nullable Producer<byte[], byte[]> producer;
    private boolean told;
    private long toldNanos;
    private long untold;

    DeadLetterBox(KafkaConnection connection, String topic) {
        this.connection = connection;
        this.topic = topic;
    }

    /**
     * Publishes a dead letter and returns when Kafka has acknowledged it.
     *
     * @throws KafkaException if Kafka does not acknowledge it in time; it may have been written nevertheless
     */
    void put(ConsumerRecord<byte[], byte[]> record, String cause) throws InterruptedException {
        try {
            producer().send(DeadLetter.of(record, topic, cause)).get();
            tell(record, cause);
        } catch (ExecutionException e) {
            throw new KafkaException("no dead letter on " + topic + ": " + e.getCause(), e.getCause());
        }
    }

    /** Limits the log entries of a receiver that refuses every record; the topic has each record with its cause. */
    private synchronized void tell(ConsumerRecord<byte[], byte[]> record, String cause) {
        long now = System.nanoTime();
        if (told && now - toldNanos < QUIET_NANOS) {
            untold++;
            return;
        }
        LOG.warn(
                "{}-{} offset {} is a dead letter: {}{}",
                record.topic(),
                record.partition(),
                record.offset(),
                cause,
                untold == 0 ? "" : "; " + untold + " more since the last such line");
        told = true;
        toldNanos = now;
        untold = 0;
    }

    private synchronized Producer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = KafkaClients.of(connection).deadLetterProducer(DeadLetter.MAX_BYTES);
        }
        return producer;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(CLOSE);
        }
    }
}
