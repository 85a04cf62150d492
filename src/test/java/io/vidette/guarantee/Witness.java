package io.vidette.guarantee;

import io.vidette.topology.camera.CameraStatus;
import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Follows frames, verdicts and statuses from their beginning, through restarts of their broker, the way a careful consumer
 * would (read_committed), and shows them to the {@link Guarantees}. A topic that is shorter than what was read of it has
 * lost records, and the run fails.
 *
 * <p>Threading: owns the thread {@code witness}; may be asked by any.
 */
public final class Witness implements AutoCloseable {
    /**
     * The latest verdict of a camera.
     *
     * @param frame its frame's offset
     * @param model that judged; empty where none did
     * @param atNanos when it was read
     */
    public record Latest(int partition, long frame, String model, long atNanos) {}

    private final String bootstrapServers;
    private final Topics topics;
    private final Guarantees guarantees;
    private final JsonSerde<FrameVerdict> verdictSerde = new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA);
    private final JsonSerde<CameraStatus> statusSerde = new JsonSerde<>(CameraStatus.class, CameraStatus.SCHEMA);
    private final Map<String, Latest> latest = new TreeMap<>();
    private final Map<String, Long> silences = new HashMap<>();
    private final Map<Integer, Long> frameEnds = new HashMap<>();
    private final Thread thread = new Thread(this::run, "witness");
    private volatile boolean running = true;
    private volatile boolean settling;
    private boolean settled;
    private long frames;
    private long verdicts;
    private long listenedSince = System.nanoTime();
    private Map<TopicPartition, Long> endsBefore = Map.of();
    private @Nullable Throwable failure;

    private Witness(String bootstrapServers, Topics topics, Guarantees guarantees) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
        this.guarantees = guarantees;
        thread.setDaemon(true);
        thread.start();
    }

    /** Of a run whose detectors were given these weights; none: one model whose hash is not known. The topics exist. */
    public static Witness of(String bootstrapServers, Topics topics, ModelId... models) {
        return new Witness(bootstrapServers, topics, Guarantees.with(Set.of(models)));
    }

    /** Frames seen so far. */
    public synchronized long frames() {
        return frames;
    }

    /** Verdicts seen so far. */
    public synchronized long verdicts() {
        return verdicts;
    }

    /** Frames that an ingest node told as dropped. */
    public synchronized long dropped() {
        return guarantees.frames().dropped();
    }

    /** The latest verdict of each camera. */
    public synchronized Map<String, Latest> latest() {
        return Map.copyOf(latest);
    }

    /**
     * Judges what can be judged while the run goes on.
     *
     * @throws AssertionError when the topics cannot be followed
     */
    public synchronized void check() {
        if (failure != null) {
            throw new AssertionError("the topics cannot be followed", failure);
        }
    }

    /** Listens for silence from now on. */
    public synchronized void listen() {
        listenedSince = System.nanoTime();
        silences.clear();
    }

    /** The longest that a camera was without a new verdict since {@link #listen}. */
    public synchronized Duration longestSilence() {
        long now = System.nanoTime();
        latest.forEach((camera, verdict) -> silence(camera, verdict.atNanos(), now));
        return Duration.ofNanos(
                silences.values().stream().mapToLong(Long::longValue).max().orElse(0));
    }

    private void silence(String camera, long since, long until) {
        silences.merge(camera, until - Math.max(since, listenedSince), Math::max);
    }

    /** The offset behind the last frame of each partition, as far as seen. */
    public synchronized Map<Integer, Long> frameEnds() {
        return Map.copyOf(frameEnds);
    }

    /**
     * Waits until no frame is added any more and each has its verdict, or no verdict has come for the limit, and then
     * judges.
     *
     * @throws AssertionError when a promise is broken
     */
    public synchronized void verify(Duration limit) {
        settling = true;
        long before = verdicts;
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (!settled && failure == null && System.nanoTime() - end < 0) {
                wait(1_000);
                if (verdicts != before) {
                    before = verdicts;
                    end = System.nanoTime() + limit.toNanos();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        check();
        guarantees.verify();
    }

    private void run() {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                // A reader that is ahead of the topic has seen what is lost now.
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                200);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : List.of(topics.frames(), topics.detections(), topics.cameraStatus())) {
                consumer.partitionsFor(topic)
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (running) {
                show(consumer);
                if (settling) {
                    settle(consumer);
                }
            }
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                failure = e;
                notifyAll();
            }
        }
    }

    private void show(KafkaConsumer<String, byte[]> consumer) {
        var records = consumer.poll(Duration.ofMillis(20));
        synchronized (this) {
            for (ConsumerRecord<String, byte[]> record : records) {
                if (record.topic().equals(topics.frames())) {
                    frame(record);
                } else if (record.topic().equals(topics.detections())) {
                    verdict(record);
                } else if (record.value() != null) {
                    guarantees.status(Objects.requireNonNull(statusSerde.deserialize(record.topic(), record.value())));
                }
            }
            notifyAll();
        }
    }

    private void frame(ConsumerRecord<String, byte[]> record) {
        frames++;
        frameEnds.put(record.partition(), record.offset() + 1);
        OptionalLong sequence;
        try {
            sequence = OptionalLong.of(FrameHeaders.readFrom(record.headers()).sequence());
        } catch (IllegalArgumentException e) {
            sequence = OptionalLong.empty();
        }
        guarantees.frame(new Guarantee.FrameAt(record.partition(), record.offset(), key(record), sequence));
    }

    private void verdict(ConsumerRecord<String, byte[]> record) {
        verdicts++;
        FrameVerdict verdict = Objects.requireNonNull(verdictSerde.deserialize(record.topic(), record.value()));
        long now = System.nanoTime();
        String model = verdict instanceof FrameVerdict.Detected detected
                ? detected.model().name()
                : "";
        Latest before = latest.put(
                key(record), new Latest(verdict.id().partition(), verdict.id().offset(), model, now));
        if (before != null) {
            silence(key(record), before.atNanos(), now);
        }
        guarantees.verdict(new Guarantee.VerdictAt(record.partition(), key(record), verdict));
    }

    private static String key(ConsumerRecord<String, byte[]> record) {
        return Objects.requireNonNullElse(record.key(), "");
    }

    /** Settled when twice in a row everything is read, nothing was added, and no frame waits. */
    private void settle(KafkaConsumer<String, byte[]> consumer) {
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            boolean read = ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            synchronized (this) {
                settled =
                        read && ends.equals(endsBefore) && guarantees.verdicts().waiting() == 0;
            }
            endsBefore = ends;
        } catch (KafkaException e) {
            if (!(e instanceof RetriableException)) {
                throw e;
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
