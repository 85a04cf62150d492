package io.vidette.topology.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ObjectEvent;
import io.vidette.topology.metric.Metrics;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackTopologyTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicInteger objects = new AtomicInteger();
    private final JsonSerde<FrameVerdict> verdicts = new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA);
    private final JsonSerde<ObjectEvent> events = new JsonSerde<>(ObjectEvent.class, ObjectEvent.SCHEMA);

    @TempDir
    private Path folder;

    private TopologyTestDriver driver;
    private int lives;

    @BeforeEach
    void start() {
        driver = driver();
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void anObjectIsNewThenUpdatedOnceASecondThenEnds() {
        for (int frame = 0; frame < 30; frame++) {
            pipe(Sightings.walking(frame));
        }
        for (int frame = 30; frame < 60; frame++) {
            pipe(Sightings.nobody(frame));
        }
        List<TestRecord<String, ObjectEvent>> told = read();
        assertThat(told)
                .extracting(record -> record.value().type())
                .containsExactly(
                        ObjectEvent.Type.NEW, ObjectEvent.Type.UPDATE, ObjectEvent.Type.UPDATE, ObjectEvent.Type.END);
        assertThat(told).extracting(record -> record.value().id().toString()).containsOnly("gate/vidette.frames-0-0/0");
        assertThat(told).extracting(TestRecord::key).containsOnly("gate");
        ObjectEvent begin = told.get(0).value();
        assertThat(begin.firstSeen()).isEqualTo(Sightings.at(0));
        assertThat(begin.lastSeen()).isEqualTo(Sightings.at(2));
        assertThat(told.get(1).value().lastSeen()).isEqualTo(Sightings.at(12));
        ObjectEvent end = told.get(3).value();
        assertThat(end.reason()).contains(ObjectEvent.EndReason.LOST);
        assertThat(end.lastSeen()).isEqualTo(Sightings.at(29));
        assertThat(end.detections()).isEqualTo(30);
        assertThat(end.path()).hasSize(30);
        assertThat(registry.counter(Metrics.TRACK_EVENTS, "type", "update").count())
                .isEqualTo(2);
    }

    @Test
    void aRestartInTheMiddleTellsTheSame() {
        List<FrameVerdict> all = scene();
        all.forEach(this::pipe);
        List<ObjectEvent> without = values();

        for (int restart = 1; restart < all.size(); restart += 17) {
            driver.close();
            driver = driver();
            all.subList(0, restart).forEach(this::pipe);
            List<ObjectEvent> with = new ArrayList<>(values());
            restart();
            all.subList(restart, all.size()).forEach(this::pipe);
            with.addAll(values());
            assertThat(with).as("restarted after " + restart).isEqualTo(without);
        }
    }

    @Test
    void aVerdictThatIsRepeatedChangesNothing() {
        List<FrameVerdict> all = scene();
        all.forEach(this::pipe);
        List<ObjectEvent> once = values();
        driver.close();
        driver = driver();
        for (int i = 0; i < all.size(); i++) {
            pipe(all.get(i));
            // As a detector that died before its commit: some verdicts again, in order.
            all.subList(Math.max(0, i - 3), i + 1).forEach(this::pipe);
        }
        assertThat(values()).isEqualTo(once);
        assertThat(count("repeated")).isGreaterThan(all.size());
    }

    @Test
    void skippedAndRejectedFramesLeaveTracksAlone() {
        for (int frame = 0; frame < 20; frame++) {
            if (frame % 2 == 0) {
                pipe(Sightings.walking(frame));
            } else {
                FrameId id = new FrameId("vidette.frames", 0, frame);
                pipe(
                        frame % 4 == 1
                                ? new FrameVerdict.Skipped(id, "gate", Optional.of(Sightings.at(frame)), "stale")
                                : new FrameVerdict.Rejected(id, "gate", Optional.empty(), "no JPEG"));
            }
        }
        assertThat(values()).extracting(event -> event.id().frame().offset()).containsOnly(0L);
        assertThat(count("without_objects")).isEqualTo(10);
    }

    @Test
    void aCameraThatFallsSilentHasItsObjectsEndedWhereTheyWereSeenLast() {
        for (int frame = 0; frame < 5; frame++) {
            pipe(Sightings.walking(frame));
        }
        driver.advanceWallClockTime(Duration.ofSeconds(9));
        assertThat(values()).extracting(ObjectEvent::type).containsExactly(ObjectEvent.Type.NEW);
        assertThat(objects).hasValue(1);
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        assertThat(values()).singleElement().satisfies(end -> {
            assertThat(end.reason()).contains(ObjectEvent.EndReason.SILENT);
            assertThat(end.lastSeen()).isEqualTo(Sightings.at(4));
        });
        assertThat(objects).hasValue(0);
        driver.advanceWallClockTime(Duration.ofMinutes(1));
        assertThat(values()).isEmpty();
    }

    @Test
    void afterARestartSilenceIsCountedAnew() {
        for (int frame = 0; frame < 5; frame++) {
            pipe(Sightings.walking(frame));
        }
        restart();
        driver.advanceWallClockTime(Duration.ofSeconds(5));
        assertThat(values()).isEmpty();
        driver.advanceWallClockTime(Duration.ofSeconds(6));
        assertThat(values()).extracting(ObjectEvent::type).containsExactly(ObjectEvent.Type.END);
    }

    @Test
    void aFrameOlderThanTheLastIsCountedAndLeftAlone() {
        for (int frame = 0; frame < 5; frame++) {
            pipe(Sightings.walking(frame));
        }
        values();
        pipe(Sightings.verdict(5, Sightings.at(1), Sightings.person(1, 100, 0.9f)));
        pipe(Sightings.verdict(6, Sightings.at(4), Sightings.person(4, 100, 0.9f)));
        assertThat(values()).isEmpty();
        assertThat(count("late")).isEqualTo(2);
    }

    @Test
    void aJumpOfTimeEndsAllAndBeginsAnew() {
        for (Duration jump : List.of(Duration.ofHours(1), Duration.ofDays(-40))) {
            driver.close();
            driver = driver();
            for (int frame = 0; frame < 5; frame++) {
                pipe(Sightings.walking(frame));
            }
            for (int frame = 5; frame < 10; frame++) {
                pipe(Sightings.verdict(frame, Sightings.at(frame).plus(jump), Sightings.person(frame, 100, 0.9f)));
            }
            // What was before the jump comes once more.
            pipe(Sightings.walking(4));
            List<ObjectEvent> told = values();
            assertThat(told)
                    .extracting(ObjectEvent::type)
                    .containsExactly(ObjectEvent.Type.NEW, ObjectEvent.Type.END, ObjectEvent.Type.NEW);
            assertThat(told.get(1).reason()).contains(ObjectEvent.EndReason.GAP);
            assertThat(told.get(2).id().frame().offset()).isEqualTo(5);
        }
    }

    @Test
    void whatIsNoVerdictIsADeadLetter() {
        TestInputTopic<String, byte[]> raw = input();
        TestOutputTopic<String, byte[]> letters = driver.createOutputTopic(
                Topics.DEFAULT.deadLetters(), new StringDeserializer(), new ByteArrayDeserializer());
        raw.pipeInput("gate", "{\"schema\":\"vidette.detections/2\"}".getBytes(StandardCharsets.UTF_8));
        raw.pipeInput("gate", new byte[] {1, 2, 3});
        raw.pipeInput(new TestRecord<>("gate", null, Instant.EPOCH));
        pipe(Sightings.walking(0));
        assertThat(letters.readRecordsToList()).hasSize(3);
        assertThat(count("unreadable")).isEqualTo(3);
        assertThat(count("followed")).isEqualTo(1);
    }

    /** Two people, one behind a pillar for a second, ghosts, a third who comes late. */
    private static List<FrameVerdict> scene() {
        List<FrameVerdict> all = new ArrayList<>();
        for (int frame = 0; frame < 60; frame++) {
            List<Detection> seen = new ArrayList<>();
            seen.add(Sightings.person(frame, 100, 0.9f));
            if (frame < 20 || frame > 30) {
                seen.add(Sightings.person(frame, 220, frame % 3 == 0 ? 0.4f : 0.8f));
            }
            if (frame > 40) {
                seen.add(Sightings.person(frame - 40, 20, 0.7f));
            }
            if (frame % 9 == 4) {
                seen.add(Sightings.person(60 - frame, 350, 0.65f));
            }
            all.add(Sightings.verdict(frame, Sightings.at(frame), seen.toArray(Detection[]::new)));
        }
        return all;
    }

    private TopologyTestDriver driver() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        config.put(
                StreamsConfig.STATE_DIR_CONFIG,
                folder.resolve("life-" + lives++).toString());
        return new TopologyTestDriver(
                TrackTopology.of(Topics.DEFAULT, TrackConfig.defaults(), camera -> Optional.empty(), registry, objects),
                config,
                Sightings.BEGIN);
    }

    /** On another node: all that is left is the changelog, as bytes. */
    private void restart() {
        List<TestRecord<String, byte[]>> log = driver.createOutputTopic(
                        "test-objects-changelog", new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
        assertThat(log).isNotEmpty();
        driver.close();
        driver = driver();
        KeyValueStore<String, CameraTracks> store = driver.getKeyValueStore(TrackTopology.STORE);
        CameraTracksSerde serde = new CameraTracksSerde();
        for (TestRecord<String, byte[]> record : log) {
            store.put(record.key(), Objects.requireNonNull(serde.deserialize("log", record.value())));
        }
    }

    private void pipe(FrameVerdict verdict) {
        input().pipeInput(new TestRecord<>(
                verdict.camera(),
                Objects.requireNonNull(verdicts.serialize("detections", verdict)),
                verdict.capturedAt().orElse(Sightings.BEGIN)));
    }

    private TestInputTopic<String, byte[]> input() {
        return driver.createInputTopic(Topics.DEFAULT.detections(), new StringSerializer(), new ByteArraySerializer());
    }

    private List<TestRecord<String, ObjectEvent>> read() {
        return driver.createOutputTopic(Topics.DEFAULT.events(), new StringDeserializer(), events)
                .readRecordsToList();
    }

    private List<ObjectEvent> values() {
        return read().stream().map(TestRecord::value).toList();
    }

    private double count(String result) {
        return registry.counter(Metrics.TRACK_FRAMES, "result", result).count();
    }
}
