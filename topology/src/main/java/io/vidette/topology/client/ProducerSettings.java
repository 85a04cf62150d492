package io.vidette.topology.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The properties of producers by purpose, on top of those that all clients share. All wait for every replica in sync. */
final class ProducerSettings {
    private ProducerSettings() {}

    /** For frames and statuses: no duplicates, in order, without delay. */
    static Map<String, Object> ingest(Map<String, Object> shared, String clientId) {
        Map<String, Object> properties = replicated(shared, 0);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        oneRequestAtATime(properties);
        // A JPEG cannot be compressed further.
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        // Short, because one thread serves all cameras; frames wait in the buffer of the publisher.
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 120_000);
        properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 << 20);
        return properties;
    }

    /** For single records of a command, which fails after the patience. */
    static Map<String, Object> command(Map<String, Object> shared, Duration patience) {
        Map<String, Object> properties = replicated(shared, 0);
        int millis = Math.toIntExact(patience.toMillis());
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(millis, 10_000));
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        return properties;
    }

    /** For dead letters. */
    static Map<String, Object> deadLetters(Map<String, Object> shared, int maxBytes) {
        Map<String, Object> properties = replicated(shared, 0);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxBytes);
        return properties;
    }

    /** For records and offsets that are committed together. */
    static Map<String, Object> transactional(Map<String, Object> shared, String transactions, int maxBytes) {
        Map<String, Object> properties = replicated(shared, 20);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactions);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxBytes);
        return properties;
    }

    /** For the frames of a benchmark. */
    static Map<String, Object> load(Map<String, Object> shared, int maxBytes) {
        Map<String, Object> properties = deadLetters(shared, maxBytes);
        oneRequestAtATime(properties);
        return properties;
    }

    private static Map<String, Object> replicated(Map<String, Object> shared, int lingerMillis) {
        Map<String, Object> properties = new HashMap<>(shared);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, lingerMillis);
        return properties;
    }

    /**
     * On a new topic the broker may refuse the first batch (no leader yet) and accept the second. It then refuses the first
     * one permanently as out of sequence. One request at a time avoids that.
     */
    private static void oneRequestAtATime(Map<String, Object> properties) {
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    }
}
