package io.vidette.topology.topic;

import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.topic.TopicState.Partition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for the offsets and sizes of topics whose descriptions are known. */
final class TopicInspection {
    private static final Logger LOG = LoggerFactory.getLogger(TopicInspection.class);

    private final Admin admin;
    private final KafkaConnection connection;

    TopicInspection(Admin admin, KafkaConnection connection) {
        this.admin = admin;
        this.connection = connection;
    }

    List<TopicState> describe(Map<String, TopicDescription> topics, Map<String, Config> configs) {
        Map<TopicPartition, Optional<Node>> leaders = leaders(topics);
        Map<TopicPartition, Long> starts = offsets(leaders, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(leaders, OffsetSpec.latest());
        Map<TopicPartition, Long> bytes = bytes(leaders);
        List<TopicState> states = new ArrayList<>();
        topics.forEach((name, topic) -> {
            List<Partition> partitions = topic.partitions().stream()
                    .map(info -> new TopicPartition(name, info.partition()))
                    .map(p -> new Partition(
                            p.partition(),
                            starts.getOrDefault(p, 0L),
                            ends.getOrDefault(p, 0L),
                            Optional.ofNullable(bytes.get(p))))
                    .toList();
            Config config = configs.get(name);
            states.add(new TopicState(
                    name,
                    topic.partitions().get(0).replicas().size(),
                    config == null ? Map.of() : ownSettings(config),
                    partitions));
        });
        return states;
    }

    private static Map<TopicPartition, Optional<Node>> leaders(Map<String, TopicDescription> topics) {
        Map<TopicPartition, Optional<Node>> leaders = new HashMap<>();
        topics.forEach((name, topic) -> {
            for (TopicPartitionInfo info : topic.partitions()) {
                leaders.put(new TopicPartition(name, info.partition()), Optional.ofNullable(info.leader()));
            }
        });
        return leaders;
    }

    private Map<TopicPartition, Long> offsets(Map<TopicPartition, Optional<Node>> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> request = new HashMap<>();
        partitions.keySet().forEach(partition -> request.put(partition, spec));
        try {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> entry :
                    admin.listOffsets(request).all().get().entrySet()) {
                offsets.put(entry.getKey(), entry.getValue().offset());
            }
            return offsets;
        } catch (ExecutionException e) {
            throw connection.explain("read the offsets", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while talking to Kafka", e);
        }
    }

    /** Needs cluster permissions that many clients lack, so a failure is ignored. */
    private Map<TopicPartition, Long> bytes(Map<TopicPartition, Optional<Node>> leaders) {
        Map<TopicPartition, Long> bytes = new HashMap<>();
        try {
            List<Integer> brokers = leaders.values().stream()
                    .flatMap(Optional::stream)
                    .map(Node::id)
                    .distinct()
                    .toList();
            admin.describeLogDirs(brokers).allDescriptions().get().forEach((broker, directories) -> {
                for (LogDirDescription directory : directories.values()) {
                    directory
                            .replicaInfos()
                            .forEach((partition, replica) -> leaders.getOrDefault(partition, Optional.empty())
                                    .filter(leader -> leader.id() == broker && !replica.isFuture())
                                    .ifPresent(leader -> bytes.merge(partition, replica.size(), Long::sum)));
                }
            });
        } catch (ExecutionException e) {
            LOG.debug("cannot read the sizes of the topics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return bytes;
    }

    private static Map<String, String> ownSettings(Config config) {
        Map<String, String> settings = new TreeMap<>();
        for (ConfigEntry entry : config.entries()) {
            if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG && entry.value() != null) {
                settings.put(entry.name(), entry.value());
            }
        }
        return settings;
    }
}
