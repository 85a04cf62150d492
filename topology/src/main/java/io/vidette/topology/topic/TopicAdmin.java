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
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates missing topics and reports how existing ones differ from the plan. It changes none. Kafka's client retries a
 * call to a broker that does not answer, within the connection's patience.
 */
public final class TopicAdmin implements AutoCloseable {
    private static final Duration LEADER_CHECK = Duration.ofMillis(50);

    private final KafkaConnection connection;
    private final Admin admin;
    private final AdminCalls calls;

    /**
     * Connects lazily.
     *
     * @throws UserError if the server addresses are invalid
     */
    public TopicAdmin(KafkaConnection connection) {
        this.connection = connection;
        try {
            this.admin = KafkaClients.of(connection).admin(connection.patience());
        } catch (KafkaException e) {
            throw connection.explain("connect", e);
        }
        this.calls = new AdminCalls(admin, connection);
    }

    /**
     * Creates the topics that are missing.
     *
     * @throws UserError naming the servers and the remedy, when they cannot be reached or refuse
     */
    public TopicReport ensure(List<TopicSpec> specs) {
        Map<String, TopicDescription> existing = calls.existing(names(specs));
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
            differences.addAll(TopicDifferences.of(
                    spec,
                    Objects.requireNonNull(existing.get(spec.name())),
                    Objects.requireNonNull(configs.get(spec.name()))));
        }
        return new TopicReport(created, differences);
    }

    /** The topics of these names that exist, in the order of the names. */
    public List<TopicState> describe(List<String> names) {
        return new TopicInspection(admin, connection).describe(calls.existing(names), configs(names));
    }

    /** The names of all topics that begin like this, in order. */
    public List<String> namesFrom(String prefix) {
        return calls.get("list the topics", admin.listTopics().names()).orElse(Set.of()).stream()
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }

    /** The id of the cluster; topic ids and offsets are valid only within it. */
    public String clusterId() {
        return calls.get("reach the cluster", admin.describeCluster().clusterId())
                .orElse("");
    }

    /** Kafka's id of a topic, unique even among deleted topics of the same name; empty if there is none. */
    public Optional<String> topicId(String topic) {
        return Optional.ofNullable(calls.existing(List.of(topic)).get(topic))
                .map(description -> description.topicId().toString());
    }

    /** Where consumer groups start. */
    public GroupStart groupStart() {
        return new GroupStart(calls);
    }

    /**
     * Deletes a topic and the consumer group of the same name, and waits until both are deleted. Ignores what does not
     * exist.
     *
     * @throws UserError when Kafka refuses, or the group is at work
     */
    public void deleteWithGroup(String name) {
        String attempt = "delete '" + name + "'";
        calls.get(attempt, admin.deleteTopics(List.of(name)).all());
        calls.get(attempt, admin.deleteConsumerGroups(List.of(name)).all());
        RetryPolicy<Boolean> untilGone = RetryPolicy.<Boolean>builder()
                .handleResult(false)
                .withMaxRetries(-1)
                .withDelay(LEADER_CHECK)
                .withMaxDuration(connection.patience())
                .build();
        Failsafe.with(untilGone).get(() -> calls.existing(List.of(name)).isEmpty());
    }

    @Override
    public void close() {
        admin.close(connection.patience());
    }

    /**
     * Waits until every partition of new topics can be written to. Before that, the first batch of a producer may be
     * refused and the second accepted, so that the producer waits indefinitely for the missing sequence number.
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
                throw AdminCalls.interrupted(interrupt);
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
            throw AdminCalls.interrupted(e);
        }
    }

    private Map<String, Config> configs(List<String> names) {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Config> found = new TreeMap<>();
        admin.describeConfigs(resources)
                .values()
                .forEach((resource, future) -> calls.get(
                                "read the settings of the topic '" + resource.name() + "'", future)
                        .ifPresent(config -> found.put(resource.name(), config)));
        return found;
    }

    private static List<String> names(List<TopicSpec> specs) {
        return specs.stream().map(TopicSpec::name).toList();
    }
}
