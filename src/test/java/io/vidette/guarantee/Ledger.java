package io.vidette.guarantee;

import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What stood on the frames topic and, committed, on the detections topic at one moment.
 *
 * @param frames every frame, in the order of its partition
 * @param verdicts every committed verdict, in the order of its partition
 */
public record Ledger(List<FrameAt> frames, List<VerdictAt> verdicts) {
    /** A frame and where it lies. */
    public record FrameAt(String id, String camera) {}

    /** A verdict and where it lies. */
    public record VerdictAt(int partition, long offset, String key, FrameVerdict verdict) {}

    public Ledger {
        frames = List.copyOf(frames);
        verdicts = List.copyOf(verdicts);
    }

    /** Reads both topics from their beginning to their present end, the way a careful consumer would: read_committed. */
    public static Ledger read(String bootstrapServers, Topics topics) {
        List<FrameAt> frames = new ArrayList<>();
        // Verdicts first: a frame that arrives in between then looks unjudged, never a verdict unfounded.
        List<VerdictAt> verdicts = verdicts(bootstrapServers, topics.detections());
        readAll(
                bootstrapServers,
                topics.frames(),
                record -> frames.add(new FrameAt(
                        record.topic() + "-" + record.partition() + "-" + record.offset(),
                        Objects.requireNonNullElse(record.key(), ""))));
        return new Ledger(frames, verdicts);
    }

    /** Every committed verdict on a topic of verdicts, in the order of its partition. */
    public static List<VerdictAt> verdicts(String bootstrapServers, String topic) {
        List<VerdictAt> verdicts = new ArrayList<>();
        JsonSerde<FrameVerdict> serde = new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA);
        readAll(
                bootstrapServers,
                topic,
                record -> verdicts.add(new VerdictAt(
                        record.partition(),
                        record.offset(),
                        Objects.requireNonNullElse(record.key(), ""),
                        Objects.requireNonNull(serde.deserialize(record.topic(), record.value())))));
        return verdicts;
    }

    /** The value of every committed record as text, by partition and in order. */
    public static List<String> values(String bootstrapServers, String topic) {
        Map<Integer, List<String>> values = new TreeMap<>();
        readAll(
                bootstrapServers,
                topic,
                record -> values.computeIfAbsent(record.partition(), p -> new ArrayList<>())
                        .add(new String(record.value(), StandardCharsets.UTF_8)));
        return values.values().stream().flatMap(List::stream).toList();
    }

    /**
     * Reads again and again until no frame is added any more and each has its verdict, or no verdict has come for the
     * limit: then a guarantee can say what is missing.
     */
    public static Ledger whenSettled(String bootstrapServers, Topics topics, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        Ledger before = read(bootstrapServers, topics);
        while (true) {
            Ledger now = read(bootstrapServers, topics);
            boolean settled = now.frames.size() == before.frames.size()
                    && now.verdicts.size() == before.verdicts.size()
                    && now.verdicts.size() >= now.frames.size();
            if (settled || System.nanoTime() - end > 0) {
                return now;
            }
            if (now.verdicts.size() > before.verdicts.size()) {
                // Behind, but at work.
                end = System.nanoTime() + limit.toNanos();
            }
            before = now;
        }
    }

    private static void readAll(
            String bootstrapServers, String topic, Consumer<ConsumerRecord<String, byte[]>> reader) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            Set<TopicPartition> partitions = Set.copyOf(consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(reader);
            }
        }
    }
}
