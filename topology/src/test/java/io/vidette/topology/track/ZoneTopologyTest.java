package io.vidette.topology.track;

import static io.vidette.topology.track.ZoneScene.FOOT;
import static io.vidette.topology.track.ZoneScene.at;
import static io.vidette.topology.track.ZoneScene.line;
import static io.vidette.topology.track.ZoneScene.person;
import static io.vidette.topology.track.ZoneScene.zone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.topology.config.ConfigOverride;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.message.CameraSpec;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ObjectEvent;
import io.vidette.topology.message.Passage;
import io.vidette.topology.message.WindowCount;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.topic.Topics;
import io.vidette.topology.zone.Areas;
import io.vidette.topology.zone.Line;
import io.vidette.topology.zone.Zone;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People of 40 x 100 pixels who walk before a camera of 640 x 360 at ten frames a second, 3:04:05 being the first. */
class ZoneTopologyTest {
    private final JsonSerde<FrameVerdict> verdicts = new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA);

    @TempDir
    private Path folder;

    private Duration window = Duration.ofMinutes(1);
    private Optional<Areas> areas = Optional.of(Areas.NONE);
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
    void whoWalksThroughAZoneEntersStaysAndLeaves() {
        draw(zone("door", 160, 320, Optional.of(Duration.ofSeconds(1))));
        walk(0, 60, 0);
        List<ObjectEvent> told = passages();
        assertThat(told)
                .extracting(ObjectEvent::type)
                .containsExactly(ObjectEvent.Type.ENTER, ObjectEvent.Type.DWELL, ObjectEvent.Type.LEAVE);
        Passage enter = passage(told, 0);
        Passage leave = passage(told, 2);
        // At 80 pixels a second: inside from 160 to 320, which is from second 1.125 to 3.125.
        assertThat(enter.zone()).contains("door");
        assertThat(millis(enter.since().orElseThrow())).isBetween(1100L, 1300L);
        assertThat(millis(enter.at())).isEqualTo(millis(enter.since().orElseThrow()) + 100);
        assertThat(passage(told, 1).seconds().orElseThrow()).isBetween(1.0, 1.1);
        assertThat(leave.since()).isEqualTo(enter.since());
        assertThat(leave.seconds().orElseThrow()).isBetween(1.9, 2.2);
        assertThat(millis(leave.at())).isBetween(3200L, 3500L);
        assertThat(told).extracting(event -> event.id().toString()).containsOnly("gate/vidette.frames-0-0/0");
        assertThat(enter.id()).isEqualTo("gate/vidette.frames-0-0/0/enter/door/" + offset(enter.at()));
    }

    @Test
    void whoEndsInAZoneLeavesItFirst() {
        draw(zone("door", 160, 320, Optional.empty()));
        walk(0, 25, 0);
        for (int frame = 25; frame < 60; frame++) {
            pipe(frame);
        }
        assertThat(events())
                .extracting(ObjectEvent::type)
                .containsSubsequence(
                        ObjectEvent.Type.NEW, ObjectEvent.Type.ENTER, ObjectEvent.Type.LEAVE, ObjectEvent.Type.END);
        again();
        walk(0, 25, 0);
        driver.advanceWallClockTime(Duration.ofSeconds(11));
        List<ObjectEvent> told = events();
        assertThat(told)
                .extracting(ObjectEvent::type)
                .containsSubsequence(ObjectEvent.Type.ENTER, ObjectEvent.Type.LEAVE, ObjectEvent.Type.END);
        assertThat(told.get(told.size() - 1).reason()).contains(ObjectEvent.EndReason.SILENT);
    }

    @Test
    void aRestartTellsAndCountsTheSame() {
        window = Duration.ofSeconds(10);
        areas = Optional.of(ZoneScene.all());
        again();
        List<FrameVerdict> scene = ZoneScene.people().subList(0, 250);
        scene.forEach(this::pipe);
        List<ObjectEvent> told = events();
        List<WindowCount> counted = counts();
        assertThat(told)
                .extracting(ObjectEvent::type)
                .contains(
                        ObjectEvent.Type.ENTER, ObjectEvent.Type.LEAVE, ObjectEvent.Type.DWELL, ObjectEvent.Type.CROSS);
        assertThat(counted).hasSizeGreaterThan(3);
        for (int restart : List.of(20, 95, 190)) {
            again();
            scene.subList(0, restart).forEach(this::pipe);
            List<ObjectEvent> with = new ArrayList<>(events());
            List<WindowCount> sums = new ArrayList<>(counts());
            restart();
            scene.subList(restart, scene.size()).forEach(this::pipe);
            with.addAll(events());
            sums.addAll(counts());
            assertThat(with).as("restarted after " + restart).isEqualTo(told);
            assertThat(sums).as("restarted after " + restart).isEqualTo(counted);
        }
    }

    @Test
    void verdictsThatAreRepeatedChangeNothing() {
        window = Duration.ofSeconds(10);
        areas = Optional.of(ZoneScene.all());
        again();
        List<FrameVerdict> scene = ZoneScene.people().subList(0, 250);
        scene.forEach(this::pipe);
        List<ObjectEvent> told = events();
        List<WindowCount> counted = counts();
        again();
        for (int i = 0; i < scene.size(); i++) {
            pipe(scene.get(i));
            if (i % 10 == 9) {
                scene.subList(Math.max(0, i - 12), i + 1).forEach(this::pipe);
            }
        }
        assertThat(events()).isEqualTo(told);
        assertThat(counts()).isEqualTo(counted);
        Set<String> ids = new HashSet<>();
        for (ObjectEvent event : told) {
            event.passage()
                    .ifPresent(passage -> assertThat(ids.add(passage.id())).isTrue());
        }
    }

    @Test
    void aWindowIsCountedOnceItIsOver() {
        draw(zone("door", 160, 320, Optional.empty()), line("kerb", at(240, 340), at(240, 20)));
        // 3:04:05 and on, so the first window ends in frame 550.
        walk(0, 60, 0);
        walk(60, 120, 60);
        assertThat(counts()).isEmpty();
        for (int frame = 120; frame < 549; frame += 20) {
            pipe(frame);
        }
        assertThat(counts()).isEmpty();
        pipe(550);
        Instant start = Instant.parse("2026-01-02T03:04:00Z");
        assertThat(counts())
                .containsExactly(
                        new WindowCount(
                                "gate",
                                Optional.of("door"),
                                Optional.empty(),
                                "person",
                                start,
                                start.plusSeconds(60),
                                0,
                                2,
                                2,
                                1,
                                0,
                                0),
                        new WindowCount(
                                "gate",
                                Optional.empty(),
                                Optional.of("kerb"),
                                "person",
                                start,
                                start.plusSeconds(60),
                                0,
                                0,
                                0,
                                0,
                                2,
                                0));
        for (int frame = 551; frame < 1300; frame += 20) {
            pipe(frame);
        }
        assertThat(counts()).isEmpty();
        assertThat(recent()).hasSize(2);
    }

    @Test
    void silenceEndsAWindowWhenItHasPassedAndWhatComesOfItLaterIsAnotherPart() {
        draw(zone("door", 160, 320, Optional.empty()));
        walk(0, 25, 0);
        driver.advanceWallClockTime(Duration.ofSeconds(30));
        assertThat(counts()).isEmpty();
        driver.advanceWallClockTime(Duration.ofSeconds(31));
        assertThat(counts())
                .extracting(WindowCount::entered, WindowCount::left, WindowCount::part)
                .containsExactly(tuple(1, 1, 0L));
        driver.advanceWallClockTime(Duration.ofMinutes(5));
        assertThat(counts()).isEmpty();
        // The detector was away, and what the camera saw in the same minute comes now.
        walk(150, 210, 150);
        walk(600, 601, 600);
        assertThat(counts())
                .extracting(WindowCount::entered, WindowCount::left, WindowCount::part)
                .containsExactly(tuple(1, 1, 1L));
    }

    @Test
    void afterARestartSilenceStillEndsTheWindow() {
        draw(zone("door", 160, 320, Optional.empty()));
        walk(0, 25, 0);
        restart();
        driver.advanceWallClockTime(Duration.ofSeconds(61));
        assertThat(counts()).extracting(WindowCount::entered).containsExactly(1);
        driver.advanceWallClockTime(Duration.ofSeconds(61));
        assertThat(counts()).isEmpty();
    }

    @Test
    void aTimeBeyondAllBoundsIsADeadLetterAndTheStreamGoesOn() {
        draw(zone("door", 160, 320, Optional.empty()));
        walk(0, 10, 0);
        pipe(Sightings.verdict(10, Instant.MAX, person(130, FOOT)));
        walk(11, 60, 0);
        assertThat(passages())
                .extracting(ObjectEvent::type)
                .containsExactly(ObjectEvent.Type.ENTER, ObjectEvent.Type.LEAVE);
        assertThat(driver.createOutputTopic(
                                Topics.DEFAULT.deadLetters(), new StringDeserializer(), new ByteArrayDeserializer())
                        .readRecordsToList())
                .hasSize(1);
    }

    @Test
    void onlyTheLatestWindowsAreKept() {
        draw(zone("door", 160, 320, Optional.empty()));
        window = Duration.ofSeconds(1);
        again();
        for (int frame = 0; frame < 3 * (RecentCounts.WINDOWS + 5); frame++) {
            pipe(Sightings.verdict(frame, Sightings.BEGIN.plusMillis(333L * frame), person(200, FOOT)));
        }
        List<WindowCount> kept = recent();
        assertThat(kept).hasSize(RecentCounts.WINDOWS);
        List<WindowCount> told = counts();
        assertThat(kept).isEqualTo(told.subList(told.size() - RecentCounts.WINDOWS, told.size()));
    }

    /** Someone who is at 70 in the first of these and walks to the right. */
    private void walk(int from, int to, int begin) {
        for (int frame = from; frame < to; frame++) {
            pipe(frame, person(70 + 8 * (frame - begin), FOOT));
        }
    }

    private void draw(Object... shapes) {
        areas = Optional.of(new Areas(
                Stream.of(shapes)
                        .filter(Zone.class::isInstance)
                        .map(Zone.class::cast)
                        .toList(),
                Stream.of(shapes)
                        .filter(Line.class::isInstance)
                        .map(Line.class::cast)
                        .toList(),
                List.of()));
    }

    private static Passage passage(List<ObjectEvent> events, int index) {
        return events.get(index).passage().orElseThrow();
    }

    private static long millis(Instant at) {
        return Duration.between(Sightings.BEGIN, at).toMillis();
    }

    private static long offset(Instant at) {
        return millis(at) / 100;
    }

    private void pipe(int frame, Detection... detections) {
        pipe(Sightings.verdict(frame, Sightings.at(frame), detections));
    }

    private void pipe(FrameVerdict verdict) {
        driver.createInputTopic(Topics.DEFAULT.detections(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(
                        verdict.camera(), Objects.requireNonNull(verdicts.serialize("detections", verdict))));
    }

    private List<ObjectEvent> events() {
        return driver.createOutputTopic(
                        Topics.DEFAULT.events(),
                        new StringDeserializer(),
                        new JsonSerde<>(ObjectEvent.class, ObjectEvent.SCHEMA))
                .readValuesToList();
    }

    private List<ObjectEvent> passages() {
        return events().stream().filter(event -> event.type().isPassage()).toList();
    }

    private List<WindowCount> counts() {
        return driver.createOutputTopic(
                        Topics.DEFAULT.counts(),
                        new StringDeserializer(),
                        new JsonSerde<>(WindowCount.class, WindowCount.SCHEMA))
                .readValuesToList();
    }

    private List<WindowCount> recent() {
        KeyValueStore<String, WindowCount> store = driver.getKeyValueStore(TrackTopology.RECENT_COUNTS);
        List<WindowCount> counts = new ArrayList<>();
        try (KeyValueIterator<String, WindowCount> all =
                store.range(RecentCounts.first("gate"), RecentCounts.last("gate"))) {
            while (all.hasNext()) {
                KeyValue<String, WindowCount> entry = all.next();
                counts.add(entry.value);
            }
        }
        return counts;
    }

    private void again() {
        driver.close();
        driver = driver();
    }

    /** On another node: all that is left is the changelog, as bytes. */
    private void restart() {
        List<TestRecord<String, byte[]>> log = driver.createOutputTopic(
                        "test-objects-changelog", new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
        again();
        KeyValueStore<String, CameraTracks> store = driver.getKeyValueStore(TrackTopology.STORE);
        CameraTracksSerde serde = new CameraTracksSerde();
        if (!log.isEmpty()) {
            TestRecord<String, byte[]> last = log.get(log.size() - 1);
            store.put(last.key(), Objects.requireNonNull(serde.deserialize("log", last.value())));
        }
    }

    private TopologyTestDriver driver() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        config.put(
                StreamsConfig.STATE_DIR_CONFIG,
                folder.resolve("life-" + lives++).toString());
        return new TopologyTestDriver(
                TrackTopology.of(
                        Topics.DEFAULT,
                        new ConfigReader<>(TrackConfig.class)
                                .read(
                                        Optional.empty(),
                                        Map.of(),
                                        List.of(new ConfigOverride("countWindow", window.toSeconds() + "s", "test")))
                                .config(),
                        camera -> areas.map(drawn -> CameraSpec.of("synthetic:").withAreas(drawn)),
                        new SimpleMeterRegistry(),
                        new AtomicInteger()),
                config,
                Sightings.BEGIN);
    }
}
