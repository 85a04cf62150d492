package io.vidette.topology.topic;

import java.util.Map;

/**
 * A topic as it should be.
 *
 * @param settings the topic settings that matter to us, by Kafka's names; all others stay as the cluster has them
 */
public record TopicSpec(String name, int partitions, int replicationFactor, Map<String, String> settings) {
    public TopicSpec {
        settings = Map.copyOf(settings);
    }
}
