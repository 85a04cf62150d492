package io.vidette.ingest.publish;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** How this module's producers are set: nothing twice, nothing out of order, nothing waits for company. */
public final class ProducerSettings {
    private ProducerSettings() {}

    /** A producer on top of the client properties that the whole node shares, such as the bootstrap servers. */
    public static Producer<String, byte[]> producer(Map<String, Object> client, String clientId) {
        return new KafkaProducer<>(properties(client, clientId), new StringSerializer(), new ByteArraySerializer());
    }

    static Map<String, Object> properties(Map<String, Object> client, String clientId) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // On a topic just made, the first batch may be refused (no leader yet) while the second is taken; the broker
        // then refuses the first for ever as out of sequence. One at a time, that cannot be.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        // A JPEG does not get smaller.
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        // Short, because one thread serves all cameras; the frames wait in our own buffer instead.
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 120_000);
        properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 << 20);
        return properties;
    }
}
