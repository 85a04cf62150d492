package io.vidette.topology.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.topology.camera.Admission;
import io.vidette.topology.camera.Admission.Policy;
import io.vidette.topology.camera.Admission.Priority;
import io.vidette.topology.message.CaptureClock;
import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.metric.Metrics;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.stream.DeadLetter;
import io.vidette.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectTopologyTest {
    private static final Instant CAPTURED = Instant.parse("2026-01-02T03:04:05.678901Z");

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final BatchAssembler assembler = new BatchAssembler(new FakeDetector(), DetectConfig.defaults(), registry);
    private final Map<String, Admission> admissions = new HashMap<>();
    private Instant now = CAPTURED;
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> frames;
    private TestOutputTopic<String, FrameVerdict> detections;
    private TestOutputTopic<String, byte[]> deadLetters;

    @BeforeEach
    void start(@TempDir Path state) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        driver = new TopologyTestDriver(
                DetectTopology.of(
                        Topics.DEFAULT,
                        assembler,
                        new SkipRule(this::admission, () -> now),
                        new OldestFrames(registry, () -> now),
                        registry),
                config);
        frames = driver.createInputTopic(Topics.DEFAULT.frames(), new StringSerializer(), new ByteArraySerializer());
        detections = driver.createOutputTopic(
                Topics.DEFAULT.detections(),
                new StringDeserializer(),
                new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA));
        deadLetters = driver.createOutputTopic(
                Topics.DEFAULT.deadLetters(), new StringDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
        assembler.close();
    }

    @Test
    void emitsVerdictsBeforeItCommitsTheirOffsets() {
        // The driver commits after each record, and takes what was forwarded by then: without the drain, nothing.
        frames.pipeInput(frame("gate", "person"));
        TestRecord<String, FrameVerdict> record = detections.readRecord();
        assertThat(record.key()).isEqualTo("gate");
        assertThat(record.getRecordTime()).isEqualTo(Instant.ofEpochMilli(CAPTURED.toEpochMilli()));
        assertThat(record.value()).isInstanceOfSatisfying(FrameVerdict.Detected.class, verdict -> {
            assertThat(verdict.id()).hasToString("vidette.frames-0-0");
            assertThat(verdict.capturedAt()).contains(CAPTURED);
            assertThat(verdict.sequence()).isEqualTo(7);
            assertThat(verdict.model().name()).isEqualTo("fake");
            assertThat(verdict.detections()).singleElement().extracting("label").isEqualTo("person");
        });
    }

    @Test
    void emitsVerdictsInTheOrderOfTheirFrames() {
        List<String> pictures = List.of("a", "b", "bad", "c", "poison", "d");
        frames.pipeRecordList(
                pictures.stream().map(picture -> frame("gate", picture)).toList());
        assertThat(detections.readValuesToList())
                .extracting(verdict -> verdict.id().offset())
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(registry.counter(Metrics.DETECT_VERDICTS, "type", "detected").count())
                .isEqualTo(4);
        assertThat(registry.counter(Metrics.DETECT_VERDICTS, "type", "rejected").count())
                .isEqualTo(2);
    }

    @Test
    void rejectsAnInvalidPictureAndSendsADeadLetter() {
        frames.pipeInput(frame("gate", "bad"));
        assertRejected("no JPEG");
        TestRecord<String, byte[]> letter = deadLetters.readRecord();
        assertThat(letter.value()).isEqualTo("bad".getBytes(StandardCharsets.UTF_8));
        assertThat(header(letter, DeadLetter.CAUSE)).isEqualTo("no JPEG");
        assertThat(header(letter, DeadLetter.TOPIC)).isEqualTo("vidette.frames");
        assertThat(header(letter, DeadLetter.PARTITION)).isEqualTo("0");
        assertThat(header(letter, DeadLetter.OFFSET)).isEqualTo("0");
        assertThat(header(letter, "sequence")).isEqualTo("7");
    }

    @Test
    void rejectsAFrameWithoutHeaders() {
        frames.pipeInput(new TestRecord<>("gate", new byte[] {1}, Instant.EPOCH));
        assertRejected("frame without the header 'sequence'");
    }

    @Test
    void rejectsAFrameWithoutACamera() {
        frames.pipeInput(new TestRecord<>(null, new byte[] {1}, Instant.EPOCH));
        assertRejected("frame without a camera: its key is empty");
    }

    @Test
    void rejectsATombstone() {
        frames.pipeInput(new TestRecord<>("gate", null, Instant.EPOCH));
        assertRejected("frame without a picture: its value is empty");
    }

    @Test
    void rejectsAFrameWithATimeOutOfRange() {
        for (long micros : List.of(Long.MIN_VALUE, Long.MAX_VALUE)) {
            TestRecord<String, byte[]> frame = frame("gate", "person");
            frame.headers().remove("capturedAt").add("capturedAt", bytes(Long.toString(micros)));
            frames.pipeInput(frame);
            assertThat(detections.readValue())
                    .isInstanceOfSatisfying(
                            FrameVerdict.Rejected.class,
                            verdict -> assertThat(verdict.reason()).contains("capturedAt"));
        }
    }

    @Test
    void limitsTheSizeOfVerdictsOnOversizedHeadersAndKeys() {
        TestRecord<String, byte[]> frame = frame("gate", "person");
        frame.headers().remove("clock").add("clock", bytes("x".repeat(3_000_000)));
        frames.pipeInput(frame);
        frames.pipeInput(new TestRecord<>("k".repeat(3_000_000), new byte[] {1}, Instant.EPOCH));

        assertThat(detections.readRecordsToList()).hasSize(2).allSatisfy(record -> {
            assertThat(record.key()).hasSizeLessThan(300);
            assertThat(((FrameVerdict.Rejected) record.value()).reason()).hasSizeLessThan(600);
        });
        assertThat(deadLetters.readRecordsToList())
                .hasSize(2)
                .allSatisfy(
                        letter -> assertThat(header(letter, DeadLetter.CAUSE)).hasSizeLessThan(600));
    }

    @Test
    void reportsTheSizeOfAnOmittedDeadLetterValue() {
        byte[] huge = new byte[DeadLetter.MAX_VALUE_BYTES + 1];
        frames.pipeInput(new TestRecord<>("gate", huge, Instant.EPOCH));
        TestRecord<String, byte[]> letter = deadLetters.readRecord();
        assertThat(letter.value()).isNull();
        assertThat(header(letter, DeadLetter.OMITTED_BYTES)).isEqualTo(Integer.toString(huge.length));
    }

    @Test
    void keepsTheSmallPartsOfAnOversizedDeadLetter() {
        TestRecord<String, byte[]> frame = frame("k".repeat(3_000_000), "person");
        frame.headers().add("junk", new byte[6_000_000]).add("after", bytes("it"));
        frames.pipeInput(frame);
        TestRecord<String, byte[]> letter = deadLetters.readRecord();
        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isEqualTo(frame.value());
        assertThat(letter.headers().lastHeader("junk")).isNull();
        assertThat(header(letter, "sequence")).isEqualTo("7");
        assertThat(header(letter, "after")).isEqualTo("it");
        assertThat(header(letter, DeadLetter.OMITTED_KEY_BYTES)).isEqualTo("3000000");
        assertThat(header(letter, DeadLetter.OMITTED_HEADER_BYTES)).isEqualTo("6000014");
    }

    private Admission admission(String camera) {
        return admissions.getOrDefault(camera, Admission.DEFAULT);
    }

    @Test
    void skipsAndCountsAFrameOlderThanItsCameraAllows() {
        admissions.put("newest", new Admission(Policy.NEWEST, Duration.ofSeconds(1), Priority.NORMAL));
        admissions.put("every", new Admission(Policy.EVERY, Duration.ofSeconds(1), Priority.NORMAL));
        now = CAPTURED.plusMillis(1500);
        for (String camera : List.of("newest", "every")) {
            frames.pipeInput(frame(camera, "person"));
        }
        now = CAPTURED.plusMillis(800);
        frames.pipeInput(frame("newest", "person"));

        assertThat(detections.readValuesToList())
                .extracting(verdict -> verdict.camera() + " " + verdict.type())
                .containsExactly("newest skipped", "every detected", "newest detected");
        assertThat(registry.counter(Metrics.DETECT_SKIPPED, "reason", "stale").count())
                .isEqualTo(1);
    }

    @Test
    void emitsASkippedVerdictWithReasonAndTime() {
        admissions.put("gate", new Admission(Policy.NEWEST, Duration.ofSeconds(1), Priority.NORMAL));
        now = CAPTURED.plusSeconds(60);
        frames.pipeInput(frame("gate", "person"));

        TestRecord<String, FrameVerdict> record = detections.readRecord();
        assertThat(record.getRecordTime()).isEqualTo(Instant.ofEpochMilli(CAPTURED.toEpochMilli()));
        assertThat(record.value())
                .isEqualTo(new FrameVerdict.Skipped(
                        new FrameId("vidette.frames", 0, 0), "gate", Optional.of(CAPTURED), "stale"));
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    private void assertRejected(String reason) {
        assertThat(detections.readValue())
                .isInstanceOfSatisfying(
                        FrameVerdict.Rejected.class,
                        verdict -> assertThat(verdict.reason()).isEqualTo(reason));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String header(TestRecord<String, byte[]> record, String key) {
        return new String(record.headers().lastHeader(key).value(), StandardCharsets.UTF_8);
    }

    private static TestRecord<String, byte[]> frame(String camera, String picture) {
        RecordHeaders headers = new RecordHeaders();
        new FrameHeaders(7, CAPTURED, CaptureClock.ARRIVAL, 64, 48, 64, 48, 0).writeTo(headers);
        return new TestRecord<>(camera, picture.getBytes(StandardCharsets.UTF_8), headers, CAPTURED);
    }
}
