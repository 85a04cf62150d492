package io.vidette.topology.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;

/** The properties of consumers by purpose, on top of those that all clients share. No consumer commits by itself. */
final class ConsumerSettings {
    /** Session timeout of the consumers that own cameras. */
    static final Duration OWNER_SESSION = Duration.ofSeconds(6);

    private static final int SESSION_TIMEOUT_MILLIS = 6_000;
    private static final int HEARTBEAT_MILLIS = 1_500;

    private ConsumerSettings() {}

    /** For a consumer without a group that reads assigned partitions once. */
    static Map<String, Object> reader(Map<String, Object> shared, Duration patience) {
        Map<String, Object> properties = committed(shared);
        int millis = Math.toIntExact(patience.toMillis());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(millis, 10_000));
        return properties;
    }

    /** For a consumer without a group that follows assigned partitions. */
    static Map<String, Object> follower(Map<String, Object> shared, String clientId) {
        Map<String, Object> properties = committed(shared);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        return properties;
    }

    /** For a static member of a group whose partitions say which cameras a node reads. */
    static Map<String, Object> owner(Map<String, Object> shared, String group, String clientId, String node) {
        Map<String, Object> properties = new HashMap<>(shared);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        // A node that was killed and returns gets its cameras back at once. Under a new name it would wait until the
        // session of the dead member has ended.
        properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, node);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Math.toIntExact(OWNER_SESSION.toMillis()));
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
        properties.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        // A silent connection is closed after this time; by default after 30 s.
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        // A rebalance waits at most this long for a member that sends heartbeats but does not poll.
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 30_000);
        // A topic that is created later, or gets more partitions, is noticed within this time.
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Cameras that stay with a node are not interrupted while others move.
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return properties;
    }

    /** For a member of a sink's group. */
    static Map<String, Object> sink(Map<String, Object> shared, String group) {
        Map<String, Object> properties = committed(shared);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        // The sink sets where a group starts. This is for offsets that Kafka has deleted since: continue after them.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        // The group removes a killed member after this time, and its partitions are read again.
        properties.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
        properties.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
        return properties;
    }

    /** For a consumer whose offsets a transactional producer commits. */
    static Map<String, Object> exactlyOnce(
            Map<String, Object> shared, String group, int maxPollRecords, Duration patience) {
        Map<String, Object> properties = committed(shared);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
        return properties;
    }

    /** For a consumer that measures when records become visible. */
    static Map<String, Object> timing(Map<String, Object> shared) {
        Map<String, Object> properties = new HashMap<>(shared);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        return properties;
    }

    /** For a consumer with Kafka's own defaults, the baseline of a benchmark. */
    static Map<String, Object> plain(Map<String, Object> shared) {
        Map<String, Object> properties = new HashMap<>(shared);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return properties;
    }

    private static Map<String, Object> committed(Map<String, Object> shared) {
        Map<String, Object> properties = new HashMap<>(shared);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return properties;
    }
}
