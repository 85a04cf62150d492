package io.vidette.topology.topic;

import io.vidette.topology.client.KafkaConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Waits for the answers of an admin client and explains its failures. */
record AdminCalls(Admin admin, KafkaConnection connection) {
    /**
     * An answer; empty if the topic or group does not exist.
     *
     * @param attempt completes "cannot …" in the error
     */
    <T> Optional<T> get(String attempt, KafkaFuture<T> future) {
        try {
            return Optional.ofNullable(future.get());
        } catch (ExecutionException e) {
            if (isMissing(e)) {
                return Optional.empty();
            }
            throw connection.explain(attempt, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Those of the topics that exist, by name. */
    Map<String, TopicDescription> existing(List<String> names) {
        Map<String, TopicDescription> found = new TreeMap<>();
        admin.describeTopics(names)
                .topicNameValues()
                .forEach((name, future) -> get("look up the topic '" + name + "'", future)
                        .ifPresent(description -> found.put(name, description)));
        return found;
    }

    /** Keeps the interrupt of the thread. */
    static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while talking to Kafka", e);
    }

    private static boolean isMissing(ExecutionException e) {
        return e.getCause() instanceof UnknownTopicOrPartitionException
                || e.getCause() instanceof GroupIdNotFoundException;
    }
}
