package io.vidette.topology.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;

/** How an existing topic differs from the planned one. */
final class TopicDifferences {
    private TopicDifferences() {}

    /** One line per difference. */
    static List<String> of(TopicSpec spec, TopicDescription description, Config config) {
        List<String> differences = new ArrayList<>();
        if (description.partitions().size() != spec.partitions()) {
            differences.add("topic '%s' has %d partitions, not topics.partitions=%d; it is not changed"
                    .formatted(spec.name(), description.partitions().size(), spec.partitions()));
        }
        int replicas = description.partitions().get(0).replicas().size();
        if (replicas != spec.replicationFactor()) {
            differences.add("topic '%s' has %d replicas, not topics.replicationFactor=%d; it is not changed"
                    .formatted(spec.name(), replicas, spec.replicationFactor()));
        }
        new TreeMap<>(spec.settings()).forEach((key, wanted) -> {
            ConfigEntry entry = config.get(key);
            if (entry != null && !wanted.equals(entry.value())) {
                differences.add("topic '%s' has %s=%s, not %s; it is not changed"
                        .formatted(spec.name(), key, entry.value(), wanted));
            }
        });
        return differences;
    }
}
