package io.vidette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.KafkaUnderTest;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.message.Box;
import io.vidette.topology.message.CaptureClock;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.metric.Metrics;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.stream.DeadLetter;
import io.vidette.topology.stream.StreamsNode;
import io.vidette.topology.topic.Topics;
import io.vidette.topology.track.TrackService;
import io.vidette.topology.tracker.TrackConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What no detector would write lies among the verdicts. */
@ExtendWith(KafkaUnderTest.class)
class BadVerdictsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");
    private static final JsonSerde<FrameVerdict> VERDICTS = new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA);

    @TempDir
    private Path data;

    @Test
    void becomeDeadLettersOfAnySizeWithoutStoppingTheTracker(KafkaConnection kafka) throws Exception {
        Topics topics = TestTopics.create(kafka, "verdicts");
        MeterRegistry registry = new SimpleMeterRegistry();
        try (TrackService track = TrackService.start(
                        new StreamsNode(kafka.config(), topics, "track", data, 1),
                        TrackConfig.defaults(),
                        camera -> Optional.empty(),
                        Optional.empty(),
                        registry);
                KafkaProducer<String, byte[]> producer = producer(kafka)) {
            send(producer, topics, "gate", new byte[2_000_000]);
            send(producer, topics, "k".repeat(2_000_000), new byte[1_900_000]);
            send(producer, topics, "gate", verdict(0, "p".repeat(2_000_000)));
            for (int i = 0; i < 3; i++) {
                send(producer, topics, "gate", verdict(i, "person"));
            }
            await().atMost(PATIENCE)
                    .until(() -> CommittedRecords.texts(kafka.bootstrapServers(), topics.events()).stream()
                            .anyMatch(event -> event.contains("\"type\":\"new\"")));
            assertThat(CommittedRecords.headers(kafka.bootstrapServers(), topics.deadLetters(), DeadLetter.CAUSE))
                    .hasSize(3)
                    .allMatch(cause -> cause.length() <= DeadLetter.MAX_CAUSE);
            assertThat(registry.counter(Metrics.TRACK_FAILURES).count()).isZero();
        }
    }

    private static KafkaProducer<String, byte[]> producer(KafkaConnection kafka) {
        var config = kafka.config();
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 << 20);
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /** All on one partition, so that the last waits for the first. */
    private static void send(KafkaProducer<String, byte[]> producer, Topics topics, String key, byte[] value)
            throws Exception {
        producer.send(new ProducerRecord<>(topics.detections(), 0, key, value)).get();
    }

    private static byte[] verdict(int frame, String label) {
        float x = 100 + 8 * frame;
        Detection seen = new Detection(0, label, 0.9f, new Box(x, 100, x + 40, 200));
        return Objects.requireNonNull(VERDICTS.serialize(
                "verdicts",
                new FrameVerdict.Detected(
                        new FrameId("frames", 0, frame),
                        "gate",
                        frame,
                        Optional.of(BEGIN.plusMillis(100L * frame)),
                        CaptureClock.ARRIVAL,
                        640,
                        360,
                        new ModelId("fake", "a".repeat(64)),
                        List.of(seen))));
    }
}
