package io.vidette.topology.stream;

import io.vidette.topology.topic.Topics;
import java.nio.file.Path;
import java.util.Map;

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
    public StreamsNode {
        client = Map.copyOf(client);
    }
}
