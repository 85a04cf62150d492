package io.vidette.topology.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Creates the Kafka clients of all parts, each for its purpose. Nothing else configures a client. The caller closes what it
 * gets. Every method throws a {@link org.apache.kafka.common.KafkaException} if the shared properties are invalid.
 *
 * <p>Threading: immutable.
 */
public final class KafkaClients {
    /** If a node is killed, another node takes over its cameras after this time and a rebalance: well within 15 s. */
    public static final Duration OWNER_SESSION = ConsumerSettings.OWNER_SESSION;

    private final Map<String, Object> shared;

    /**
     * Creates clients of a cluster.
     *
     * @param shared properties of every client: servers, security, and what the user's file of client properties adds
     */
    public KafkaClients(Map<String, Object> shared) {
        this.shared = Map.copyOf(shared);
    }

    /** Creates clients of the connection's cluster. */
    public static KafkaClients of(KafkaConnection connection) {
        return new KafkaClients(connection.config());
    }

    /**
     * A consumer without a group, for committed records of partitions that the caller assigns.
     *
     * @param patience of every call
     */
    public Consumer<byte[], byte[]> reader(Duration patience) {
        return bytes(ConsumerSettings.reader(shared, patience));
    }

    /** A consumer without a group that follows partitions which the caller assigns. */
    public Consumer<byte[], byte[]> follower(String clientId) {
        return bytes(ConsumerSettings.follower(shared, clientId));
    }

    /**
     * A static member of a group that divides a compacted topic among nodes.
     *
     * @param node unique in the cluster and kept across restarts
     */
    public Consumer<byte[], byte[]> owner(String group, String clientId, String node) {
        return bytes(ConsumerSettings.owner(shared, group, clientId, node));
    }

    /** A member of a sink's group. The sink commits. */
    public Consumer<byte[], byte[]> sinkReader(String group) {
        return bytes(ConsumerSettings.sink(shared, group));
    }

    /** A consumer for committed records, whose offsets a {@link #transactionalProducer} commits. */
    public Consumer<String, byte[]> exactlyOnceReader(String group, int maxPollRecords, Duration patience) {
        return keyed(ConsumerSettings.exactlyOnce(shared, group, maxPollRecords, patience));
    }

    /** A consumer that measures when committed records become visible. */
    public Consumer<String, byte[]> timingReader() {
        return keyed(ConsumerSettings.timing(shared));
    }

    /** A consumer with Kafka's own defaults, the baseline of a benchmark. */
    public Consumer<byte[], byte[]> plainReader() {
        return bytes(ConsumerSettings.plain(shared));
    }

    /** A producer of frames or statuses: no duplicates, in order, without delay. */
    public Producer<String, byte[]> ingestProducer(String clientId) {
        return keyed(ProducerSettings.ingest(shared, clientId), new StringSerializer());
    }

    /** A producer of single records; each send fails after {@code patience}. */
    public Producer<String, byte[]> commandProducer(Duration patience) {
        return keyed(ProducerSettings.command(shared, patience), new StringSerializer());
    }

    /** A producer of dead letters of at most so many bytes. */
    public Producer<byte[], byte[]> deadLetterProducer(int maxBytes) {
        return keyed(ProducerSettings.deadLetters(shared, maxBytes), new ByteArraySerializer());
    }

    /** A producer whose records, of at most so many bytes, and offsets are committed together. */
    public Producer<String, byte[]> transactionalProducer(String transactions, int maxBytes) {
        return keyed(ProducerSettings.transactional(shared, transactions, maxBytes), new StringSerializer());
    }

    /** A producer of a benchmark's frames of at most so many bytes. */
    public Producer<String, byte[]> loadProducer(int maxBytes) {
        return keyed(ProducerSettings.load(shared, maxBytes), new StringSerializer());
    }

    /** An admin client with Kafka's own time limits. */
    public Admin admin() {
        return Admin.create(shared);
    }

    /**
     * An admin client.
     *
     * @param patience of every call
     */
    public Admin admin(Duration patience) {
        Map<String, Object> properties = new HashMap<>(shared);
        int millis = Math.toIntExact(patience.toMillis());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(millis, 10_000));
        return Admin.create(properties);
    }

    private static Consumer<byte[], byte[]> bytes(Map<String, Object> properties) {
        return consumer(properties, new ByteArrayDeserializer());
    }

    private static Consumer<String, byte[]> keyed(Map<String, Object> properties) {
        return consumer(properties, new StringDeserializer());
    }

    private static <K> Consumer<K, byte[]> consumer(Map<String, Object> properties, Deserializer<K> keys) {
        return new KafkaConsumer<>(properties, keys, new ByteArrayDeserializer());
    }

    private static <K> Producer<K, byte[]> keyed(Map<String, Object> properties, Serializer<K> keys) {
        return new KafkaProducer<>(properties, keys, new ByteArraySerializer());
    }
}
