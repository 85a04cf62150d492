package io.vidette.topology.topic;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.vidette.topology.client.KafkaClients;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.fault.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics that are missing and says how those that exist differ; it alters none. Kafka's own client repeats a
 * call to a broker that does not answer, within the connection's patience.
 */
public final class TopicAdmin implements AutoCloseable {
    private static final Duration LEADER_CHECK = Duration.ofMillis(50);

    private final KafkaConnection connection;
    private final Admin admin;

    /**
     * Connects lazily.
     *
     * @throws UserError when the servers' names make no sense
     */
    public TopicAdmin(KafkaConnection connection) {
        this.connection = connection;
        try {
            this.admin = KafkaClients.of(connection).admin(connection.patience());
        } catch (KafkaException e) {
            throw connection.explain("connect", e);
        }
    }

    /**
     * Makes sure that the topics are there.
     *
     * @throws UserError naming the servers and the remedy, when they cannot be reached or refuse
     */
    public TopicReport ensure(List<TopicSpec> specs) {
        Map<String, TopicDescription> existing = existing(names(specs));
        List<String> created = new ArrayList<>();
        for (TopicSpec spec : specs) {
            if (!existing.containsKey(spec.name()) && create(spec)) {
                created.add(spec.name());
            }
        }
        awaitLeaders(
                specs.stream().filter(spec -> created.contains(spec.name())).toList());
        List<TopicSpec> old =
                specs.stream().filter(spec -> existing.containsKey(spec.name())).toList();
        Map<String, Config> configs = configs(names(old));
        List<String> differences = new ArrayList<>();
        for (TopicSpec spec : old) {
            differences.addAll(differences(
                    spec,
                    Objects.requireNonNull(existing.get(spec.name())),
                    Objects.requireNonNull(configs.get(spec.name()))));
        }
        return new TopicReport(created, differences);
    }

    /** The topics of these names that exist, in the order of the names. */
    public List<TopicState> describe(List<String> names) {
        return new TopicInspection(admin, connection).describe(existing(names), configs(names));
    }

    /** The names of all topics that begin like this, in order. */
    public List<String> namesFrom(String prefix) {
        return get("list the topics", admin.listTopics().names()).orElse(Set.of()).stream()
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }

    /** The name that a cluster gave itself; topics and offsets mean something within it alone. */
    public String clusterId() {
        return get("reach the cluster", admin.describeCluster().clusterId()).orElse("");
    }

    /** What Kafka tells a topic apart by from one of the same name that was deleted; empty where there is none. */
    public Optional<String> topicId(String topic) {
        return Optional.ofNullable(existing(List.of(topic)).get(topic))
                .map(description -> description.topicId().toString());
    }

    /**
     * Makes a group begin at the present ends of a topic, or at its beginning, where it has read nothing of it yet. Done
     * before it reads: a group without offsets would otherwise begin behind what arrives until its first commit.
     *
     * @return whether it was new, and is placed now
     */
    public boolean placeGroup(String group, String topic, boolean atEnd) {
        Map<TopicPartition, OffsetAndMetadata> places =
                places(group, topic, atEnd ? OffsetSpec.latest() : OffsetSpec.earliest());
        Map<TopicPartition, OffsetAndMetadata> committed = committed(group);
        if (places.keySet().stream().anyMatch(partition -> committed.get(partition) != null)) {
            return false;
        }
        return place(group, places);
    }

    /**
     * Makes a group begin at the beginning of a topic, however much of it it has read.
     *
     * @return whether it begins there now; false where it has members and is elsewhere
     */
    public boolean placeGroupAtBeginning(String group, String topic) {
        Map<TopicPartition, OffsetAndMetadata> places = places(group, topic, OffsetSpec.earliest());
        Map<TopicPartition, OffsetAndMetadata> committed = committed(group);
        boolean isThere = places.entrySet().stream().allMatch(place -> {
            OffsetAndMetadata offset = committed.get(place.getKey());
            return offset != null && offset.offset() <= place.getValue().offset();
        });
        return isThere || place(group, places);
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        return get(placing(group), admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .orElse(Map.of());
    }

    private Map<TopicPartition, OffsetAndMetadata> places(String group, String topic, OffsetSpec where) {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        for (TopicDescription description : existing(List.of(topic)).values()) {
            for (TopicPartitionInfo info : description.partitions()) {
                partitions.put(new TopicPartition(topic, info.partition()), where);
            }
        }
        // Behind what is committed, not behind what a transaction has written and may abort.
        ListOffsetsOptions committedOnly = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
        get(placing(group), admin.listOffsets(partitions, committedOnly).all())
                .orElse(Map.of())
                .forEach((partition, place) -> places.put(partition, new OffsetAndMetadata(place.offset())));
        return places;
    }

    private static String placing(String group) {
        return "place the group '" + group + "'";
    }

    /** Says whether it is placed; not so where it has members. */
    private boolean place(String group, Map<TopicPartition, OffsetAndMetadata> places) {
        try {
            admin.alterConsumerGroupOffsets(group, places).all().get();
            return true;
        } catch (ExecutionException e) {
            // A group with members was placed by the first of them.
            if (e.getCause() instanceof UnknownMemberIdException) {
                return false;
            }
            throw connection.explain(placing(group), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Deletes a topic and what a group of its name remembers, and waits until both are gone; those that are not there are
     * none the worse.
     *
     * @throws UserError when Kafka refuses, or the group is at work
     */
    public void deleteWithGroup(String name) {
        delete(name, admin.deleteTopics(List.of(name)).all());
        delete(name, admin.deleteConsumerGroups(List.of(name)).all());
        RetryPolicy<Boolean> untilGone = RetryPolicy.<Boolean>builder()
                .handleResult(false)
                .withMaxRetries(-1)
                .withDelay(LEADER_CHECK)
                .withMaxDuration(connection.patience())
                .build();
        Failsafe.with(untilGone).get(() -> existing(List.of(name)).isEmpty());
    }

    private void delete(String name, KafkaFuture<Void> deletion) {
        try {
            deletion.get();
        } catch (ExecutionException e) {
            boolean isGone = e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof GroupIdNotFoundException;
            if (!isGone) {
                throw connection.explain("delete '" + name + "'", e);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void close() {
        admin.close(connection.patience());
    }

    /**
     * Waits until every partition of new topics can be written to. A producer that is faster may have its first batch
     * refused and its second taken, and then waits for ever for the sequence to be mended.
     */
    private void awaitLeaders(List<TopicSpec> created) {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        for (TopicSpec spec : created) {
            for (int partition = 0; partition < spec.partitions(); partition++) {
                partitions.put(new TopicPartition(spec.name(), partition), OffsetSpec.latest());
            }
        }
        RetryPolicy<Object> untilTheyLead = RetryPolicy.builder()
                .handleIf(e -> e.getCause() instanceof RetriableException)
                .withMaxRetries(-1)
                .withDelay(LEADER_CHECK)
                .withMaxDuration(connection.patience())
                .build();
        try {
            // Asks the leaders themselves: the controller knows of a topic before the brokers do.
            Failsafe.with(untilTheyLead)
                    .run(() -> admin.listOffsets(partitions).all().get());
        } catch (FailsafeException e) {
            if (e.getCause() instanceof InterruptedException interrupt) {
                throw interrupted(interrupt);
            }
            throw connection.explain(
                    "reach the leaders of the new topics", Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    /** Says whether this call created it; another node may have been faster. */
    private boolean create(TopicSpec spec) {
        NewTopic topic = new NewTopic(
                        spec.name(), Optional.of(spec.partitions()), Optional.of((short) spec.replicationFactor()))
                .configs(spec.settings());
        try {
            admin.createTopics(List.of(topic)).all().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            if (e.getCause() instanceof InvalidReplicationFactorException) {
                throw new UserError(
                        "cannot create the topic '" + spec.name() + "': fewer brokers than topics.replicationFactor="
                                + spec.replicationFactor() + " at " + connection,
                        e);
            }
            throw connection.explain("create the topic '" + spec.name() + "'", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static List<String> differences(TopicSpec spec, TopicDescription description, Config config) {
        List<String> differences = new ArrayList<>();
        if (description.partitions().size() != spec.partitions()) {
            differences.add("topic '%s' has %d partitions, not topics.partitions=%d; it is left as it is"
                    .formatted(spec.name(), description.partitions().size(), spec.partitions()));
        }
        int replicas = description.partitions().get(0).replicas().size();
        if (replicas != spec.replicationFactor()) {
            differences.add("topic '%s' has %d replicas, not topics.replicationFactor=%d; it is left as it is"
                    .formatted(spec.name(), replicas, spec.replicationFactor()));
        }
        new TreeMap<>(spec.settings()).forEach((key, wanted) -> {
            ConfigEntry entry = config.get(key);
            if (entry != null && !wanted.equals(entry.value())) {
                differences.add("topic '%s' has %s=%s, not %s; it is left as it is"
                        .formatted(spec.name(), key, entry.value(), wanted));
            }
        });
        return differences;
    }

    private Map<String, TopicDescription> existing(List<String> names) {
        Map<String, TopicDescription> found = new TreeMap<>();
        admin.describeTopics(names)
                .topicNameValues()
                .forEach((name, future) -> get("look up the topic '" + name + "'", future)
                        .ifPresent(description -> found.put(name, description)));
        return found;
    }

    private Map<String, Config> configs(List<String> names) {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Config> found = new TreeMap<>();
        admin.describeConfigs(resources)
                .values()
                .forEach((resource, future) -> get("read the settings of the topic '" + resource.name() + "'", future)
                        .ifPresent(config -> found.put(resource.name(), config)));
        return found;
    }

    /** Empty where the topic does not exist. */
    private <T> Optional<T> get(String attempt, KafkaFuture<T> future) {
        try {
            return Optional.of(future.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof GroupIdNotFoundException) {
                return Optional.empty();
            }
            throw connection.explain(attempt, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while talking to Kafka", e);
    }

    private static List<String> names(List<TopicSpec> specs) {
        return specs.stream().map(TopicSpec::name).toList();
    }
}
