package io.vidette.topology.stream;

import io.vidette.topology.client.StreamsSettings;
import io.vidette.topology.serde.Json;
import io.vidette.topology.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
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
        Map<String, Object> all = StreamsSettings.application(
                client, group(application), application, name, stateDirectory, replicationFactor, DeadLetter.MAX_BYTES);
        all.putAll(settings);
        Properties properties = new Properties();
        properties.putAll(all);
        return properties;
    }
}
