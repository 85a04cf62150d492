package io.vidette.fault;

import static org.awaitility.Awaitility.await;

import io.vidette.topology.camera.CameraStatus;
import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Follows a topic from its beginning, through restarts of its broker, and notes when each record came.
 *
 * <p>Threading: owns the thread {@code watch-TOPIC}; what was seen may be asked for by any.
 *
 * @param <T> what a record says
 */
final class TopicWatch<T> implements AutoCloseable {
    /** A record as a consumer met it. */
    record Seen<T>(String camera, T what, long atNanos) {}

    private final String bootstrapServers;
    private final String topic;
    private final Function<ConsumerRecord<String, byte[]>, T> parser;
    private final List<Seen<T>> seen = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean running = true;

    private TopicWatch(String bootstrapServers, String topic, Function<ConsumerRecord<String, byte[]>, T> parser) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.parser = parser;
        this.thread = new Thread(this::run, "watch-" + topic);
        thread.setDaemon(true);
        thread.start();
    }

    /** Of frames; the pictures are not kept. */
    static TopicWatch<FrameHeaders> frames(String bootstrapServers, Topics topics) {
        return new TopicWatch<>(bootstrapServers, topics.frames(), record -> FrameHeaders.readFrom(record.headers()));
    }

    /** Of committed verdicts. */
    static TopicWatch<FrameVerdict> verdicts(String bootstrapServers, Topics topics) {
        return json(bootstrapServers, topics.detections(), new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA));
    }

    /** Of what is said of cameras. */
    static TopicWatch<CameraStatus> statuses(String bootstrapServers, Topics topics) {
        return json(bootstrapServers, topics.cameraStatus(), new JsonSerde<>(CameraStatus.class, CameraStatus.SCHEMA));
    }

    /** Of one header of each record. */
    static TopicWatch<String> header(String bootstrapServers, String topic, String header) {
        return new TopicWatch<>(
                bootstrapServers,
                topic,
                record -> new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8));
    }

    private static <T> TopicWatch<T> json(String bootstrapServers, String topic, JsonSerde<T> serde) {
        return new TopicWatch<>(
                bootstrapServers, topic, record -> Objects.requireNonNull(serde.deserialize(topic, record.value())));
    }

    /** Everything so far, of each camera in order. */
    List<Seen<T>> seen() {
        return List.copyOf(seen);
    }

    /** The records of one camera so far. */
    Stream<T> of(String camera) {
        return seen.stream().filter(record -> record.camera().equals(camera)).map(Seen::what);
    }

    int count() {
        return seen.size();
    }

    /** Waits for so many records. */
    void awaitCount(int enough, Duration limit) {
        await(enough + " records of " + topic).atMost(limit).until(() -> count() >= enough);
    }

    /** Waits for a record of each of these cameras that answers to the description, whenever it came. */
    void awaitOfEach(Set<String> cameras, Duration limit, Predicate<T> described) {
        await(topic + " of " + cameras)
                .atMost(limit)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> cameras.stream().allMatch(camera -> of(camera).anyMatch(described)));
    }

    private void run() {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                200);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList());
            consumer.seekToBeginning(Set.of());
            while (running) {
                consumer.poll(Duration.ofMillis(50))
                        .forEach(record -> seen.add(new Seen<>(
                                Objects.requireNonNullElse(record.key(), ""),
                                parser.apply(record),
                                System.nanoTime())));
            }
        }
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
