package io.vidette.topology.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ObjectEvent;
import io.vidette.topology.metric.Metrics;
import io.vidette.topology.tracker.TrackConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackTopologyTest {
    @TempDir
    private Path folder;

    private TrackRig rig;

    @BeforeEach
    void start() {
        rig = new TrackRig(folder, TrackConfig.defaults(), camera -> Optional.empty());
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void emitsNewThenOneUpdateASecondThenEnd() {
        for (int frame = 0; frame < 30; frame++) {
            rig.pipe(Sightings.walking(frame));
        }
        for (int frame = 30; frame < 60; frame++) {
            rig.pipe(Sightings.nobody(frame));
        }
        List<TestRecord<String, ObjectEvent>> told = rig.records();
        assertThat(told)
                .extracting(record -> record.value().type())
                .containsExactly(
                        ObjectEvent.Type.NEW, ObjectEvent.Type.UPDATE, ObjectEvent.Type.UPDATE, ObjectEvent.Type.END);
        assertThat(told)
                .extracting(record -> record.value().object().id().toString())
                .containsOnly("gate/vidette.frames-0-0/0");
        assertThat(told).extracting(TestRecord::key).containsOnly("gate");
        ObjectEvent begin = told.get(0).value();
        assertThat(begin.object().firstSeen()).isEqualTo(Sightings.at(0));
        assertThat(begin.object().lastSeen()).isEqualTo(Sightings.at(2));
        assertThat(told.get(1).value().object().lastSeen()).isEqualTo(Sightings.at(12));
        ObjectEvent end = told.get(3).value();
        assertThat(TrackRig.reason(end)).contains(ObjectEvent.EndReason.LOST);
        assertThat(end.object().lastSeen()).isEqualTo(Sightings.at(29));
        assertThat(end.object().detections()).isEqualTo(30);
        assertThat(end.object().path()).hasSize(30);
        assertThat(rig.registry.counter(Metrics.TRACK_EVENTS, "type", "update").count())
                .isEqualTo(2);
    }

    @Test
    void emitsTheSameEventsAcrossARestart() {
        List<FrameVerdict> all = scene();
        all.forEach(rig::pipe);
        List<ObjectEvent> without = rig.events();

        for (int restart = 1; restart < all.size(); restart += 17) {
            rig.again();
            all.subList(0, restart).forEach(rig::pipe);
            List<ObjectEvent> with = new ArrayList<>(rig.events());
            rig.restart();
            all.subList(restart, all.size()).forEach(rig::pipe);
            with.addAll(rig.events());
            assertThat(with).as("restarted after " + restart).isEqualTo(without);
        }
    }

    @Test
    void ignoresRepeatedVerdicts() {
        List<FrameVerdict> all = scene();
        all.forEach(rig::pipe);
        List<ObjectEvent> once = rig.events();
        rig.again();
        for (int i = 0; i < all.size(); i++) {
            rig.pipe(all.get(i));
            // As a detector that died before its commit: some verdicts again, in order.
            all.subList(Math.max(0, i - 3), i + 1).forEach(rig::pipe);
        }
        assertThat(rig.events()).isEqualTo(once);
        assertThat(count("repeated")).isGreaterThan(all.size());
    }

    @Test
    void keepsTracksThroughSkippedAndRejectedFrames() {
        for (int frame = 0; frame < 20; frame++) {
            if (frame % 2 == 0) {
                rig.pipe(Sightings.walking(frame));
            } else {
                FrameId id = new FrameId("vidette.frames", 0, frame);
                rig.pipe(
                        frame % 4 == 1
                                ? new FrameVerdict.Skipped(id, "gate", Optional.of(Sightings.at(frame)), "stale")
                                : new FrameVerdict.Rejected(id, "gate", Optional.empty(), "no JPEG"));
            }
        }
        assertThat(rig.events())
                .extracting(event -> event.object().id().frame().offset())
                .containsOnly(0L);
        assertThat(count("without_objects")).isEqualTo(10);
    }

    @Test
    void endsObjectsOfASilentCameraAtTheirLastPosition() {
        for (int frame = 0; frame < 5; frame++) {
            rig.pipe(Sightings.walking(frame));
        }
        rig.advanceWallClock(Duration.ofSeconds(9));
        assertThat(rig.events()).extracting(ObjectEvent::type).containsExactly(ObjectEvent.Type.NEW);
        assertThat(rig.objects).hasValue(1);
        rig.advanceWallClock(Duration.ofSeconds(2));
        assertThat(rig.events()).singleElement().satisfies(end -> {
            assertThat(TrackRig.reason(end)).contains(ObjectEvent.EndReason.SILENT);
            assertThat(end.object().lastSeen()).isEqualTo(Sightings.at(4));
        });
        assertThat(rig.objects).hasValue(0);
        rig.advanceWallClock(Duration.ofMinutes(1));
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void restartsTheSilenceTimerAfterARestart() {
        for (int frame = 0; frame < 5; frame++) {
            rig.pipe(Sightings.walking(frame));
        }
        rig.restart();
        rig.advanceWallClock(Duration.ofSeconds(5));
        assertThat(rig.events()).isEmpty();
        rig.advanceWallClock(Duration.ofSeconds(6));
        assertThat(rig.events()).extracting(ObjectEvent::type).containsExactly(ObjectEvent.Type.END);
    }

    @Test
    void countsAndIgnoresALateFrame() {
        for (int frame = 0; frame < 5; frame++) {
            rig.pipe(Sightings.walking(frame));
        }
        rig.events();
        rig.pipe(Sightings.verdict(5, Sightings.at(1), Sightings.person(1, 100, 0.9f)));
        rig.pipe(Sightings.verdict(6, Sightings.at(4), Sightings.person(4, 100, 0.9f)));
        assertThat(rig.events()).isEmpty();
        assertThat(count("late")).isEqualTo(2);
    }

    @Test
    void restartsTracksAfterAJumpOfTime() {
        for (Duration jump : List.of(Duration.ofHours(1), Duration.ofDays(-40))) {
            rig.again();
            for (int frame = 0; frame < 5; frame++) {
                rig.pipe(Sightings.walking(frame));
            }
            for (int frame = 5; frame < 10; frame++) {
                rig.pipe(Sightings.verdict(frame, Sightings.at(frame).plus(jump), Sightings.person(frame, 100, 0.9f)));
            }
            // What was before the jump comes once more.
            rig.pipe(Sightings.walking(4));
            List<ObjectEvent> told = rig.events();
            assertThat(told)
                    .extracting(ObjectEvent::type)
                    .containsExactly(ObjectEvent.Type.NEW, ObjectEvent.Type.END, ObjectEvent.Type.NEW);
            assertThat(TrackRig.reason(told.get(1))).contains(ObjectEvent.EndReason.GAP);
            assertThat(told.get(2).object().id().frame().offset()).isEqualTo(5);
        }
    }

    @Test
    void sendsAnInvalidVerdictToTheDeadLetters() {
        TestInputTopic<String, byte[]> raw = rig.input();
        raw.pipeInput("gate", "{\"schema\":\"vidette.detections/2\"}".getBytes(StandardCharsets.UTF_8));
        raw.pipeInput("gate", new byte[] {1, 2, 3});
        raw.pipeInput(new TestRecord<>("gate", null, Instant.EPOCH));
        rig.pipe(Sightings.walking(0));
        assertThat(rig.deadLetters()).hasSize(3);
        assertThat(count("unreadable")).isEqualTo(3);
        assertThat(count("followed")).isEqualTo(1);
    }

    @Test
    void sendsTooLongNamesToTheDeadLetters() {
        FrameVerdict.Detected verdict = Sightings.walking(0);
        Detection person = verdict.detections().get(0);
        rig.pipe(Sightings.verdict(
                0, Sightings.at(0), new Detection(0, "p".repeat(70_000), person.score(), person.box())));
        rig.pipe(new FrameVerdict.Detected(
                verdict.id(),
                "c".repeat(70_000),
                0,
                verdict.capturedAt(),
                verdict.clock(),
                640,
                360,
                verdict.model(),
                verdict.detections()));
        rig.pipe(Sightings.walking(1));
        assertThat(rig.deadLetters()).hasSize(2);
        assertThat(count("unreadable")).isEqualTo(2);
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

    private double count(String result) {
        return rig.registry.counter(Metrics.TRACK_FRAMES, "result", result).count();
    }
}
