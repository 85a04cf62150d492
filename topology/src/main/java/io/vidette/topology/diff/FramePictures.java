package io.vidette.topology.diff;

import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.message.FrameId;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Fetches single frames from the frames topic. */
public final class FramePictures {
    private static final Duration POLL = Duration.ofMillis(200);

    private FramePictures() {}

    /**
     * The JPEGs of the frames that are still on the topic.
     *
     * @throws io.vidette.topology.fault.UserError when Kafka cannot be reached
     */
    public static Map<FrameId, byte[]> fetch(KafkaConnection connection, Collection<FrameId> wanted) {
        Map<FrameId, byte[]> pictures = new HashMap<>();
        List<FrameId> inOrder = wanted.stream()
                .sorted(Comparator.comparing(FrameId::topic)
                        .thenComparing(FrameId::partition)
                        .thenComparing(FrameId::offset))
                .toList();
        try (Consumer<byte[], byte[]> consumer = VerdictStream.consumer(connection)) {
            Set<String> topics = consumer.listTopics().keySet();
            for (FrameId id : inOrder) {
                TopicPartition partition = new TopicPartition(id.topic(), id.partition());
                if (topics.contains(id.topic()) && isThere(consumer, partition, id.offset())) {
                    ConsumerRecord<byte[], byte[]> record = read(connection, consumer, partition, id.offset());
                    // Another offset: deleted since the search.
                    if (record.offset() == id.offset() && record.value() != null) {
                        pictures.put(id, record.value());
                    }
                }
            }
        } catch (KafkaException e) {
            throw connection.explain("fetch frames", e);
        }
        return pictures;
    }

    private static boolean isThere(Consumer<byte[], byte[]> consumer, TopicPartition partition, long offset) {
        Set<TopicPartition> one = Set.of(partition);
        consumer.assign(one);
        return offset >= Objects.requireNonNull(consumer.beginningOffsets(one).get(partition))
                && offset < Objects.requireNonNull(consumer.endOffsets(one).get(partition));
    }

    private static ConsumerRecord<byte[], byte[]> read(
            KafkaConnection connection, Consumer<byte[], byte[]> consumer, TopicPartition partition, long offset) {
        consumer.seek(partition, offset);
        long deadline = System.nanoTime() + connection.patience().toNanos();
        while (System.nanoTime() - deadline < 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                return record;
            }
        }
        throw new TimeoutException("no frame of " + partition + " from offset " + offset);
    }
}
