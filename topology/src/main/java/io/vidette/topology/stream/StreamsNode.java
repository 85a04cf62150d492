package io.vidette.topology.stream;

import io.vidette.topology.serde.Json;
import io.vidette.topology.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an application of Kafka Streams runs.
 *
 * @param client how Kafka is reached: {@code bootstrap.servers} and security
 * @param name of this node, unique in the cluster and kept across restarts, so that a restarted node has its partitions
 *     back without a rebalance
 * @param stateDirectory kept across restarts, used by this process alone
 * @param replicationFactor of the topics that Kafka Streams makes for itself
 */
public record StreamsNode(
        Map<String, Object> client, Topics topics, String name, Path stateDirectory, int replicationFactor) {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsNode.class);

    public StreamsNode {
        client = Map.copyOf(client);
    }

    /** An application's group in Kafka, and its directory under the state directory. */
    String group(String application) {
        return topics.prefix() + application;
    }

    /** What Kafka Streams calls an application's processes on this node, part of the ids of their transactions. */
    Optional<UUID> processId(String application) {
        Path file = stateDirectory.resolve(group(application)).resolve("kafka-streams-process-metadata");
        try {
            return Optional.of(UUID.fromString(
                    Json.mapper().readTree(file.toFile()).path("processId").asText()));
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("no id of earlier processes in {}: {}", file, e.toString()); // as without a persistent store
            return Optional.empty();
        }
    }

    /**
     * What Kafka Streams is configured with.
     *
     * @param settings of the application, which come before those that all have
     */
    Properties properties(String application, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(client);
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, group(application));
        all.put(StreamsConfig.CLIENT_ID_CONFIG, application);
        all.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replicationFactor);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), name);
        // A killed node's partitions move after this long; the least that brokers allow by default.
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_500);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        // Also what a store holds of a camera may be larger than Kafka takes by default.
        all.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), DeadLetter.MAX_BYTES);
        all.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), DeadLetter.MAX_BYTES);
        // A silent connection is closed after this time; by default, half a minute.
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG), 10_000);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG), 10_000);
        all.putAll(settings);
        Properties properties = new Properties();
        properties.putAll(all);
        return properties;
    }
}
