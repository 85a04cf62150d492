package io.vidette.topology.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The properties of the applications of Kafka Streams. */
public final class StreamsSettings {
    private StreamsSettings() {}

    /**
     * Of every application.
     *
     * @param shared properties of all clients
     * @param group the application's id
     * @param application name of its clients
     * @param node unique in the cluster and kept across restarts
     * @param replicationFactor of the topics that Kafka Streams creates
     * @param maxBytes of the largest record
     */
    public static Map<String, Object> application(
            Map<String, Object> shared,
            String group,
            String application,
            String node,
            Path stateDirectory,
            int replicationFactor,
            int maxBytes) {
        Map<String, Object> all = new HashMap<>(shared);
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, group);
        all.put(StreamsConfig.CLIENT_ID_CONFIG, application);
        all.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replicationFactor);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), node);
        // The partitions of a killed node move after this time; brokers allow no less by default.
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_500);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        // The state of a camera may also be larger than Kafka accepts by default.
        all.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), maxBytes);
        all.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), maxBytes);
        // A silent connection is closed after this time; by default after 30 s.
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG), 10_000);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG), 10_000);
        return all;
    }

    /** Of the application from frames to verdicts. */
    public static Map<String, Object> detect(boolean isExactlyOnce, int threads, Duration commitInterval) {
        Map<String, Object> all = processing(isExactlyOnce, threads, commitInterval);
        // A task has one partition, so no ordering across partitions is needed, and no lag query for each record.
        all.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // Latency: a verdict is forwarded after the next poll.
        all.put(StreamsConfig.POLL_MS_CONFIG, 5);
        all.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 64);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 64);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 2 << 20);
        // The operating system chooses the size. Kafka's default of 64 KiB holds one frame: broker and consumer would
        // wait for each other after each frame.
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.RECEIVE_BUFFER_CONFIG), -1);
        // A consumer that closes waits for its last fetch, which the broker holds for half a second by default.
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 100);
        if (isExactlyOnce) {
            // Consumers see a verdict only after its commit, which flushes the producer, so batching adds no delay.
            all.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        }
        return all;
    }

    /**
     * Of the application from verdicts to objects.
     *
     * @param address where other nodes can query this one, as {@code host:port}
     */
    public static Map<String, Object> track(int threads, Duration commitInterval, Optional<String> address) {
        Map<String, Object> all = processing(true, threads, commitInterval);
        all.put(StreamsConfig.POLL_MS_CONFIG, 20);
        address.ifPresent(own -> all.put(StreamsConfig.APPLICATION_SERVER_CONFIG, own));
        return all;
    }

    private static Map<String, Object> processing(boolean isExactlyOnce, int threads, Duration commitInterval) {
        Map<String, Object> all = new HashMap<>();
        all.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                isExactlyOnce ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        return all;
    }
}
