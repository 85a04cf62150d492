package io.vidette.topology.compacted;

import io.vidette.topology.client.KafkaConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a compacted topic from its start to its present end. */
public final class TopicSnapshot {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConnection connection;

    public TopicSnapshot(KafkaConnection connection) {
        this.connection = connection;
    }

    /**
     * The latest value of every key that has one, by key. Only committed records; a topic that does not exist is empty.
     *
     * @throws io.vidette.topology.fault.UserError when the end is not reached within the connection's patience
     */
    public Map<String, byte[]> latest(String topic) {
        Map<String, Object> config = connection.config();
        int millis = Math.toIntExact(connection.patience().toMillis());
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(millis, 10_000));
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            return read(consumer, topic);
        } catch (KafkaException e) {
            throw connection.explain("read the topic '" + topic + "'", e);
        }
    }

    private Map<String, byte[]> read(Consumer<String, byte[]> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        Map<String, byte[]> latest = new TreeMap<>();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long deadline = System.nanoTime() + connection.patience().toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("the end of " + topic + " was not reached");
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (record.value() == null) {
                    latest.remove(record.key());
                } else if (record.key() != null) {
                    latest.put(record.key(), record.value());
                }
            }
        }
        return latest;
    }
}
