package io.vidette.fault;

import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.serde.JsonSerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What stands on a topic, committed, from its beginning to its present end. */
final class CommittedRecords {
    private static final JsonSerde<FrameVerdict> VERDICT = new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA);

    private CommittedRecords() {}

    /** The values as text, by partition and in order. */
    static List<String> texts(String bootstrapServers, String topic) {
        return read(bootstrapServers, topic).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    /** The verdicts, by partition and in order. */
    static List<FrameVerdict> verdicts(String bootstrapServers, String topic) {
        return read(bootstrapServers, topic).stream()
                .map(record -> Objects.requireNonNull(VERDICT.deserialize(topic, record.value())))
                .toList();
    }

    /** One header of each, by partition and in order. */
    static List<String> headers(String bootstrapServers, String topic, String header) {
        return read(bootstrapServers, topic).stream()
                .map(record -> new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<ConsumerRecord<String, byte[]>> read(String bootstrapServers, String topic) {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        records.sort(Comparator.comparingInt(ConsumerRecord::partition));
        return records;
    }
}
