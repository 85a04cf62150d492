package io.vidette.topology.track;

import static io.vidette.topology.track.ZoneScene.FOOT;
import static io.vidette.topology.track.ZoneScene.at;
import static io.vidette.topology.track.ZoneScene.line;
import static io.vidette.topology.track.ZoneScene.person;
import static io.vidette.topology.track.ZoneScene.zone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.config.ConfigOverride;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ObjectEvent;
import io.vidette.topology.message.Passage;
import io.vidette.topology.message.WindowCount;
import io.vidette.topology.tracker.TrackConfig;
import io.vidette.topology.zone.Areas;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People of 40 x 100 pixels who walk before a camera of 640 x 360 at ten frames a second, 3:04:05 being the first. */
class ZoneTopologyTest {
    @TempDir
    private Path folder;

    private Optional<Areas> areas = Optional.of(Areas.NONE);
    private TrackRig rig;

    @BeforeEach
    void start() {
        rig = new TrackRig(
                folder,
                TrackConfig.defaults(),
                camera -> areas.map(drawn -> CameraSpec.of("synthetic:").withAreas(drawn)));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void emitsEnterDwellAndLeaveInAZone() {
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
        assertThat(told).extracting(event -> event.object().id().toString()).containsOnly("gate/vidette.frames-0-0/0");
        assertThat(enter.id()).isEqualTo("gate/vidette.frames-0-0/0/enter/door/" + offset(enter.at()));
    }

    @Test
    void emitsLeaveBeforeTheEndOfAnObject() {
        draw(zone("door", 160, 320, Optional.empty()));
        walk(0, 25, 0);
        for (int frame = 25; frame < 60; frame++) {
            pipe(frame);
        }
        assertThat(rig.events())
                .extracting(ObjectEvent::type)
                .containsSubsequence(
                        ObjectEvent.Type.NEW, ObjectEvent.Type.ENTER, ObjectEvent.Type.LEAVE, ObjectEvent.Type.END);
        rig.again();
        walk(0, 25, 0);
        rig.advanceWallClock(Duration.ofSeconds(11));
        List<ObjectEvent> told = rig.events();
        assertThat(told)
                .extracting(ObjectEvent::type)
                .containsSubsequence(ObjectEvent.Type.ENTER, ObjectEvent.Type.LEAVE, ObjectEvent.Type.END);
        assertThat(TrackRig.reason(told.get(told.size() - 1))).contains(ObjectEvent.EndReason.SILENT);
    }

    @Test
    void emitsTheSameEventsAndCountsAcrossARestart() {
        areas = Optional.of(ZoneScene.all());
        rig.again(windows(10));
        List<FrameVerdict> scene = ZoneScene.people().subList(0, 250);
        scene.forEach(rig::pipe);
        List<ObjectEvent> told = rig.events();
        List<WindowCount> counted = rig.counts();
        assertThat(told)
                .extracting(ObjectEvent::type)
                .contains(
                        ObjectEvent.Type.ENTER, ObjectEvent.Type.LEAVE, ObjectEvent.Type.DWELL, ObjectEvent.Type.CROSS);
        assertThat(counted).hasSizeGreaterThan(3);
        for (int restart : List.of(20, 95, 190)) {
            rig.again();
            scene.subList(0, restart).forEach(rig::pipe);
            List<ObjectEvent> with = new ArrayList<>(rig.events());
            List<WindowCount> sums = new ArrayList<>(rig.counts());
            rig.restart();
            scene.subList(restart, scene.size()).forEach(rig::pipe);
            with.addAll(rig.events());
            sums.addAll(rig.counts());
            assertThat(with).as("restarted after " + restart).isEqualTo(told);
            assertThat(sums).as("restarted after " + restart).isEqualTo(counted);
        }
    }

    @Test
    void ignoresRepeatedVerdicts() {
        areas = Optional.of(ZoneScene.all());
        rig.again(windows(10));
        List<FrameVerdict> scene = ZoneScene.people().subList(0, 250);
        scene.forEach(rig::pipe);
        List<ObjectEvent> told = rig.events();
        List<WindowCount> counted = rig.counts();
        rig.again();
        for (int i = 0; i < scene.size(); i++) {
            rig.pipe(scene.get(i));
            if (i % 10 == 9) {
                scene.subList(Math.max(0, i - 12), i + 1).forEach(rig::pipe);
            }
        }
        assertThat(rig.events()).isEqualTo(told);
        assertThat(rig.counts()).isEqualTo(counted);
        Set<String> ids = new HashSet<>();
        for (ObjectEvent event : told) {
            TrackRig.passage(event)
                    .ifPresent(passage -> assertThat(ids.add(passage.id())).isTrue());
        }
    }

    @Test
    void emitsTheCountsOfAWindowWhenItEnds() {
        draw(zone("door", 160, 320, Optional.empty()), line("kerb", at(240, 340), at(240, 20)));
        // 3:04:05 and on, so the first window ends in frame 550.
        walk(0, 60, 0);
        walk(60, 120, 60);
        assertThat(rig.counts()).isEmpty();
        for (int frame = 120; frame < 549; frame += 20) {
            pipe(frame);
        }
        assertThat(rig.counts()).isEmpty();
        pipe(550);
        Instant start = Instant.parse("2026-01-02T03:04:00Z");
        assertThat(rig.counts())
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
        assertThat(rig.counts()).isEmpty();
        assertThat(recent()).hasSize(2);
    }

    @Test
    void emitsLateCountsOfAnEndedWindowAsAnotherPart() {
        draw(zone("door", 160, 320, Optional.empty()));
        walk(0, 25, 0);
        rig.advanceWallClock(Duration.ofSeconds(30));
        assertThat(rig.counts()).isEmpty();
        rig.advanceWallClock(Duration.ofSeconds(31));
        assertThat(rig.counts())
                .extracting(WindowCount::entered, WindowCount::left, WindowCount::part)
                .containsExactly(tuple(1, 1, 0L));
        rig.advanceWallClock(Duration.ofMinutes(5));
        assertThat(rig.counts()).isEmpty();
        // The detector was away, and what the camera saw in the same minute comes now.
        walk(150, 210, 150);
        walk(600, 601, 600);
        assertThat(rig.counts())
                .extracting(WindowCount::entered, WindowCount::left, WindowCount::part)
                .containsExactly(tuple(1, 1, 1L));
    }

    @Test
    void endsAWindowBySilenceAfterARestart() {
        draw(zone("door", 160, 320, Optional.empty()));
        walk(0, 25, 0);
        rig.restart();
        rig.advanceWallClock(Duration.ofSeconds(61));
        assertThat(rig.counts()).extracting(WindowCount::entered).containsExactly(1);
        rig.advanceWallClock(Duration.ofSeconds(61));
        assertThat(rig.counts()).isEmpty();
    }

    @Test
    void sendsTimesOutOfRangeToTheDeadLetters() {
        draw(zone("door", 160, 320, Optional.empty()));
        walk(0, 10, 0);
        rig.pipe(Sightings.verdict(10, Instant.MAX, person(130, FOOT)));
        walk(11, 60, 0);
        assertThat(passages())
                .extracting(ObjectEvent::type)
                .containsExactly(ObjectEvent.Type.ENTER, ObjectEvent.Type.LEAVE);
        assertThat(rig.deadLetters()).hasSize(1);
    }

    @Test
    void keepsOnlyTheLatestWindows() {
        draw(zone("door", 160, 320, Optional.empty()));
        rig.again(windows(1));
        for (int frame = 0; frame < 3 * (RecentCounts.WINDOWS + 5); frame++) {
            rig.pipe(Sightings.verdict(frame, Sightings.BEGIN.plusMillis(333L * frame), person(200, FOOT)));
        }
        List<WindowCount> kept = recent();
        assertThat(kept).hasSize(RecentCounts.WINDOWS);
        List<WindowCount> told = rig.counts();
        assertThat(kept).isEqualTo(told.subList(told.size() - RecentCounts.WINDOWS, told.size()));
    }

    /** Someone who is at 70 in the first of these and walks to the right. */
    private void walk(int from, int to, int begin) {
        for (int frame = from; frame < to; frame++) {
            pipe(frame, person(70 + 8 * (frame - begin), FOOT));
        }
    }

    private void draw(Object... shapes) {
        areas = Optional.of(ZoneScene.areas(shapes));
    }

    private static Passage passage(List<ObjectEvent> events, int index) {
        return TrackRig.passage(events.get(index)).orElseThrow();
    }

    private static long millis(Instant at) {
        return Duration.between(Sightings.BEGIN, at).toMillis();
    }

    private static long offset(Instant at) {
        return millis(at) / 100;
    }

    private void pipe(int frame, Detection... detections) {
        rig.pipe(Sightings.verdict(frame, Sightings.at(frame), detections));
    }

    private List<ObjectEvent> passages() {
        return rig.events().stream()
                .filter(event -> event instanceof ObjectEvent.InPlace)
                .toList();
    }

    private List<WindowCount> recent() {
        KeyValueStore<String, WindowCount> store = rig.store(TrackProcessor.RECENT_COUNTS);
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

    private static TrackConfig windows(int seconds) {
        return new ConfigReader<>(TrackConfig.class)
                .read(Optional.empty(), Map.of(), List.of(new ConfigOverride("countWindow", seconds + "s", "test")))
                .config();
    }
}
