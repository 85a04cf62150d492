package io.vidette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.KafkaUnderTest;
import io.vidette.topology.camera.CameraDirectory;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.CameraWatch;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.message.Box;
import io.vidette.topology.message.CaptureClock;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.stream.StreamsNode;
import io.vidette.topology.topic.Topics;
import io.vidette.topology.track.Answer;
import io.vidette.topology.track.CameraCounts;
import io.vidette.topology.track.CameraObjects;
import io.vidette.topology.track.TrackService;
import io.vidette.topology.tracker.TrackConfig;
import io.vidette.topology.zone.Areas;
import io.vidette.topology.zone.Point;
import io.vidette.topology.zone.Zone;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who walks through a zone while the tracker moves to another node and the camera's record is spoilt. */
@ExtendWith(KafkaUnderTest.class)
class ZonesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");
    private static final JsonSerde<FrameVerdict> VERDICTS = new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA);

    private final KafkaConnection kafka;

    @TempDir
    private Path data;

    ZonesTest(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    @Test
    void emitsEventsOnceThroughAHandoverAndAnswersQueries() throws Exception {
        Topics topics = TestTopics.create(kafka, "zones");
        List<Point> middle = List.of(new Point(0.25, 0), new Point(0.5, 0), new Point(0.5, 1), new Point(0.25, 1));
        Zone door = new Zone("door", middle, List.of("person"), 0, Optional.empty());
        new CameraDirectory(kafka, topics)
                .put("gate", CameraSpec.of("synthetic:").withAreas(new Areas(List.of(door), List.of(), List.of())));
        try (CameraWatch watch = new CameraWatch(kafka, topics);
                KafkaProducer<String, byte[]> producer =
                        new KafkaProducer<>(kafka.config(), new StringSerializer(), new ByteArraySerializer());
                TrackService one = tracker(topics, known(watch), "one")) {
            producer.send(new ProducerRecord<>(topics.cameras(), "gate", "torn".getBytes(StandardCharsets.UTF_8)))
                    .get();
            walk(producer, topics, 0, 20);
            CameraObjects there = await().atMost(PATIENCE)
                    .until(() -> objects(one), Optional::isPresent)
                    .orElseThrow();
            assertThat(there.objects()).singleElement().satisfies(object -> {
                assertThat(object.label()).isEqualTo("person");
                assertThat(object.zones())
                        .singleElement()
                        .satisfies(zone -> assertThat(zone.zone()).isEqualTo("door"));
            });
            assertThat(one.objects("nobody's")).isInstanceOf(Answer.Unknown.class);
            try (TrackService two = tracker(topics, watch, "two")) {
                await().atMost(PATIENCE)
                        .until(() -> isHere(one) != isHere(two) && isElsewhere(one) != isElsewhere(two));
                assertThat(isHere(one) ? two.objects("gate") : one.objects("gate"))
                        .isEqualTo(new Answer.Elsewhere<>(Optional.of((isHere(one) ? "one" : "two") + ":8080")));
                one.close();
                await().atMost(PATIENCE).until(() -> isHere(two));
                assertThat(objects(two)).contains(there);
                walk(producer, topics, 20, 60);
                producer.send(verdict(topics, 60, BEGIN.plusSeconds(65))).get();
                CameraCounts counts = await().atMost(PATIENCE)
                        .until(
                                () -> two.counts("gate") instanceof Answer.Here<CameraCounts> here
                                        ? Optional.of(here.value())
                                        : Optional.<CameraCounts>empty(),
                                found -> found.isPresent()
                                        && !found.get().closed().isEmpty())
                        .orElseThrow();
                assertThat(counts.closed()).singleElement().satisfies(count -> {
                    assertThat(count.entered()).isEqualTo(1);
                    assertThat(count.left()).isEqualTo(1);
                    assertThat(count.most()).isEqualTo(1);
                });
                await().atMost(PATIENCE)
                        .until(() -> CommittedRecords.texts(kafka.bootstrapServers(), topics.counts())
                                        .size()
                                == 1);
            }
        }
        List<String> events = CommittedRecords.texts(kafka.bootstrapServers(), topics.events());
        assertThat(events.stream().filter(event -> event.contains("\"type\":\"enter\"")))
                .hasSize(1);
        assertThat(events.stream().filter(event -> event.contains("\"type\":\"leave\"")))
                .hasSize(1);
    }

    /** Waits until the cameras' records are read. */
    private static CameraWatch known(CameraWatch watch) {
        assertThat(watch.await(PATIENCE)).isTrue();
        return watch;
    }

    private TrackService tracker(Topics topics, CameraWatch watch, String name) {
        return TrackService.start(
                new StreamsNode(kafka.config(), topics, name, data.resolve(name), 1),
                TrackConfig.defaults(),
                watch::spec,
                Optional.of(name + ":8080"),
                new SimpleMeterRegistry());
    }

    /** Of a camera whose person has come to the zone. */
    private static Optional<CameraObjects> objects(TrackService tracker) {
        return tracker.objects("gate") instanceof Answer.Here<CameraObjects> here
                        && here.value().at().equals(BEGIN.plusMillis(1900))
                ? Optional.of(here.value())
                : Optional.empty();
    }

    private static boolean isHere(TrackService tracker) {
        return tracker.objects("gate") instanceof Answer.Here;
    }

    private static boolean isElsewhere(TrackService tracker) {
        return tracker.objects("gate") instanceof Answer.Elsewhere;
    }

    private static void walk(KafkaProducer<String, byte[]> producer, Topics topics, int from, int to) throws Exception {
        for (int frame = from; frame < to; frame++) {
            float x = 80 + 8 * frame;
            Detection person = new Detection(0, "person", 0.9f, new Box(x - 20, 100, x + 20, 200));
            producer.send(verdict(topics, frame, BEGIN.plusMillis(100L * frame), person))
                    .get();
        }
    }

    private static ProducerRecord<String, byte[]> verdict(
            Topics topics, int frame, Instant at, Detection... detections) {
        FrameVerdict verdict = new FrameVerdict.Detected(
                new FrameId(topics.frames(), 0, frame),
                "gate",
                frame,
                Optional.of(at),
                CaptureClock.ARRIVAL,
                640,
                360,
                new ModelId("fake", "a".repeat(64)),
                List.of(detections));
        return new ProducerRecord<>(
                topics.detections(), "gate", Objects.requireNonNull(VERDICTS.serialize(topics.detections(), verdict)));
    }
}
