package io.vidette.topology.topic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * Sets where a consumer group starts to read a topic, before it reads. A group without offsets would otherwise start behind
 * the records that arrive until its first commit.
 */
public final class GroupStart {
    private final AdminCalls calls;

    GroupStart(AdminCalls calls) {
        this.calls = calls;
    }

    /**
     * Makes a group that has read nothing of a topic start at its present end, or at its beginning.
     *
     * @return whether the group was new and has its start now
     */
    public boolean setIfNew(String group, String topic, boolean atEnd) {
        Map<TopicPartition, OffsetAndMetadata> start =
                offsets(group, topic, atEnd ? OffsetSpec.latest() : OffsetSpec.earliest());
        Map<TopicPartition, OffsetAndMetadata> committed = committed(group);
        if (start.keySet().stream().anyMatch(partition -> committed.get(partition) != null)) {
            return false;
        }
        return commit(group, start);
    }

    /**
     * Makes a group start at the beginning of a topic, regardless of what it has read.
     *
     * @return whether it starts there now; false if it has members and is elsewhere
     */
    public boolean setToBeginning(String group, String topic) {
        Map<TopicPartition, OffsetAndMetadata> start = offsets(group, topic, OffsetSpec.earliest());
        Map<TopicPartition, OffsetAndMetadata> committed = committed(group);
        boolean isThere = start.entrySet().stream().allMatch(first -> {
            OffsetAndMetadata offset = committed.get(first.getKey());
            return offset != null && offset.offset() <= first.getValue().offset();
        });
        return isThere || commit(group, start);
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        return calls.get(
                        attempt(group),
                        calls.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .orElse(Map.of());
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(String group, String topic, OffsetSpec where) {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        for (TopicDescription description : calls.existing(List.of(topic)).values()) {
            for (TopicPartitionInfo info : description.partitions()) {
                partitions.put(new TopicPartition(topic, info.partition()), where);
            }
        }
        // The end of the committed records, because an open transaction may be aborted.
        ListOffsetsOptions committedOnly = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        calls.get(
                        attempt(group),
                        calls.admin().listOffsets(partitions, committedOnly).all())
                .orElse(Map.of())
                .forEach((partition, found) -> offsets.put(partition, new OffsetAndMetadata(found.offset())));
        return offsets;
    }

    /** Returns false if the group has members; the first of them has set its start. */
    private boolean commit(String group, Map<TopicPartition, OffsetAndMetadata> start) {
        try {
            calls.admin().alterConsumerGroupOffsets(group, start).all().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownMemberIdException) {
                return false;
            }
            throw calls.connection().explain(attempt(group), e);
        } catch (InterruptedException e) {
            throw AdminCalls.interrupted(e);
        }
    }

    private static String attempt(String group) {
        return "set the start of the group '" + group + "'";
    }
}
