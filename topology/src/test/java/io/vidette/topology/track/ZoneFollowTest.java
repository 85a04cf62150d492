package io.vidette.topology.track;

import static io.vidette.topology.track.ZoneScene.FOOT;
import static io.vidette.topology.track.ZoneScene.at;
import static io.vidette.topology.track.ZoneScene.line;
import static io.vidette.topology.track.ZoneScene.person;
import static io.vidette.topology.track.ZoneScene.zone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.vidette.topology.Seeds;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ObjectEvent;
import io.vidette.topology.message.Passage;
import io.vidette.topology.message.WindowCount;
import io.vidette.topology.tracker.TrackConfig;
import io.vidette.topology.zone.Areas;
import io.vidette.topology.zone.Mask;
import io.vidette.topology.zone.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told of zones and lines, and counted, where the state goes through its bytes after every frame. */
class ZoneFollowTest {
    private final CameraFollower follower = new CameraFollower(TrackConfig.defaults());
    private final CameraTracksSerde serde = new CameraTracksSerde();
    private final List<ObjectEvent> told = new ArrayList<>();
    private final List<WindowCount> counted = new ArrayList<>();
    private Optional<Areas> areas = Optional.of(Areas.NONE);
    private byte @Nullable [] state;

    @Test
    void emitsTheSameFromSerializedStateAsFromMemory() {
        areas = Optional.of(ZoneScene.all());
        List<ObjectEvent> events = new ArrayList<>();
        List<WindowCount> counts = new ArrayList<>();
        Optional<CameraTracks> memory = Optional.empty();
        for (FrameVerdict verdict : ZoneScene.people()) {
            Followed followed = follower.follow(
                    memory,
                    (FrameVerdict.Detected) verdict,
                    verdict.capturedAt().orElseThrow(),
                    areas);
            memory = Optional.of(followed.state());
            events.addAll(followed.events());
            counts.addAll(followed.counts());
            pipe(verdict);
        }
        assertThat(counts).hasSizeGreaterThan(3);
        assertThat(told).isEqualTo(events);
        assertThat(counted).isEqualTo(counts);
    }

    @Test
    void countsNoCrossingForATurnOnTheLine() {
        draw(line("kerb", at(300, 20), at(300, 340)));
        List<Integer> there = new ArrayList<>();
        for (int x = 100; x <= 304; x += 8) {
            there.add(x);
        }
        for (int x = 296; x >= 100; x -= 8) {
            there.add(x);
        }
        for (int frame = 0; frame < there.size(); frame++) {
            pipe(frame, person(there.get(frame), FOOT));
        }
        assertThat(passages()).isEmpty();
    }

    @Test
    void emitsNoRepeatedPassagesForAnObjectOnABorder() {
        Seeds.each(50, random -> {
            areas = Optional.of(new Areas(
                    List.of(zone("door", 100, 300, Optional.empty())),
                    List.of(line("kerb", at(300, 20), at(300, 340))),
                    List.of()));
            again();
            boolean far = random.nextBoolean();
            for (int frame = 0; frame < 300; frame++) {
                // Edges tremble, as a detector's do: by a fifteenth of the height at most, some of them always so far.
                int off = far ? random.nextBoolean() ? 6 : -6 : random.nextInt(-6, 7);
                pipe(frame, person(300 + off, FOOT));
            }
            assertThat(passages())
                    .filteredOn(event -> event.type() != ObjectEvent.Type.ENTER)
                    .isEmpty();
        });
    }

    @Test
    void admitsOnlyTheClassesAndHeightsOfAZone() {
        draw(
                new Zone("cars", ZoneScene.square(160, 320), List.of("car", "bus"), 0, Optional.empty()),
                new Zone("near", ZoneScene.square(160, 320), List.of("person"), 0.5, Optional.empty()),
                new Zone("all", ZoneScene.square(160, 320), List.of(), 0.2, Optional.empty()));
        walk(0, 60, 0);
        assertThat(passages())
                .extracting(
                        event -> TrackRig.passage(event).flatMap(Passage::zone).orElseThrow())
                .containsOnly("all");
    }

    @Test
    void countsMaskedDetectionsInTheIndexOfADetection() {
        areas = Optional.of(new Areas(List.of(), List.of(), List.of(new Mask("tree", ZoneScene.square(0, 100)))));
        for (int frame = 0; frame < 5; frame++) {
            pipe(frame, person(50, FOOT), person(400, FOOT));
        }
        assertThat(events()).extracting(event -> event.object().id().index()).containsOnly(1);
    }

    @Test
    void emitsNoPassageWhenAZoneIsDrawn() {
        walk(0, 20, 0);
        // The person is at 220 by now.
        draw(zone("door", 160, 320, Optional.of(Duration.ofSeconds(1))), zone("gone", 160, 320, Optional.empty()));
        walk(20, 23, 0);
        draw(zone("door", 150, 600, Optional.of(Duration.ofSeconds(1))));
        walk(23, 29, 0);
        assertThat(passages()).isEmpty();
        walk(29, 31, 0);
        // Present since it was first drawn, in frame 20.
        List<ObjectEvent> seen = passages();
        assertThat(seen).extracting(ObjectEvent::type).containsExactly(ObjectEvent.Type.DWELL);
        assertThat(passage(seen, 0).since()).contains(Sightings.at(20));
        draw(zone("door", 0, 100, Optional.of(Duration.ofSeconds(1))));
        walk(31, 40, 0);
        assertThat(passages()).isEmpty();
    }

    @Test
    void emitsNoCrossingWhenALineIsMoved() {
        draw(line("kerb", at(400, 20), at(400, 340)));
        walk(0, 20, 0);
        draw(line("kerb", at(100, 20), at(100, 340)));
        walk(20, 60, 0);
        assertThat(passages()).isEmpty();
        draw(line("kerb", at(580, 340), at(580, 20)));
        walk(60, 80, 0);
        assertThat(passages())
                .singleElement()
                .satisfies(event -> assertThat(event.type()).isEqualTo(ObjectEvent.Type.CROSS));
    }

    @Test
    void keepsItsStateWhileTheCameraRecordIsUnknown() {
        draw(zone("door", 160, 320, Optional.empty()));
        walk(0, 20, 0);
        assertThat(passages()).extracting(ObjectEvent::type).containsExactly(ObjectEvent.Type.ENTER);
        Optional<Areas> known = areas;
        areas = Optional.empty();
        walk(20, 25, 0);
        assertThat(passages()).isEmpty();
        areas = known;
        walk(25, 60, 0);
        List<ObjectEvent> seen = passages();
        assertThat(seen).extracting(ObjectEvent::type).containsExactly(ObjectEvent.Type.LEAVE);
        assertThat(passage(seen, 0).seconds().orElseThrow()).isBetween(1.9, 2.2);
    }

    @Test
    void countsAnObjectInEveryWindowOfItsStay() {
        draw(zone("door", 160, 320, Optional.empty()));
        for (int frame = 0; frame < 1200; frame++) {
            if (frame < 600) {
                pipe(frame, person(200, FOOT), person(280, FOOT));
            } else {
                pipe(frame, person(200, FOOT));
            }
        }
        assertThat(counts())
                .extracting(WindowCount::entered, WindowCount::left, WindowCount::most)
                .containsExactly(tuple(2, 0, 2), tuple(0, 1, 2));
    }

    @Test
    void emitsNoNegativeDwellOrDuplicateWindowForDecreasingTimes() {
        draw(zone("door", 0, 640, Optional.of(Duration.ofSeconds(1))));
        Seeds.each(100, random -> {
            again();
            Instant time = Sightings.BEGIN;
            for (int frame = 0; frame < 300; frame++) {
                time = time.plus(jump(random));
                pipe(Sightings.verdict(frame, time, person(200 + frame % 7, FOOT)));
            }
            Set<String> windows = new HashSet<>();
            for (WindowCount count : counts()) {
                assertThat(windows.add(count.part() + " " + count.start())).isTrue();
                assertThat(count.end()).isEqualTo(count.start().plusSeconds(60));
            }
            int inside = 0;
            for (ObjectEvent event : events()) {
                inside += event.type() == ObjectEvent.Type.ENTER ? 1 : event.type() == ObjectEvent.Type.LEAVE ? -1 : 0;
                assertThat(inside).isBetween(0, 1);
                TrackRig.passage(event).ifPresent(passage -> {
                    assertThat(passage.seconds().orElseThrow()).isNotNegative();
                    assertThat(passage.since().orElseThrow()).isBeforeOrEqualTo(passage.at());
                });
            }
        });
    }

    @Test
    void ignoresMaskedDetections() {
        areas = Optional.of(new Areas(List.of(), List.of(), List.of(new Mask("tree", ZoneScene.square(0, 200)))));
        walk(0, 60, 0);
        List<ObjectEvent> seen = events();
        assertThat(seen).extracting(ObjectEvent::type).contains(ObjectEvent.Type.NEW);
        // Its foot is beyond the mask from frame 17 on; its id has the place of its detection in the verdict.
        assertThat(seen.get(0).object().firstSeen()).isEqualTo(Sightings.at(17));
        areas = Optional.of(Areas.NONE);
        again();
        walk(0, 60, 0);
        assertThat(events().get(0).object().firstSeen()).isEqualTo(Sightings.at(0));
    }

    @Test
    void countsInFromTheLeftAndOutFromTheRight() {
        // Upwards: what walks to the right goes from left to right.
        draw(
                line("kerb", at(240, 340), at(240, 20)),
                line("back", at(400, 20), at(400, 340)),
                line("far", at(600, 20), at(600, 340)));
        walk(0, 60, 0);
        assertThat(passages())
                .extracting(
                        ObjectEvent::type,
                        event -> TrackRig.passage(event).flatMap(Passage::line).orElseThrow(),
                        event -> TrackRig.passage(event)
                                .flatMap(Passage::direction)
                                .orElseThrow())
                .containsExactly(
                        tuple(ObjectEvent.Type.CROSS, "kerb", Passage.Direction.IN),
                        tuple(ObjectEvent.Type.CROSS, "back", Passage.Direction.OUT));
    }

    /** Mostly a tenth of a second; now and then none, some back, or far. */
    private static Duration jump(Random random) {
        int kind = random.nextInt(40);
        return switch (kind) {
            case 0 -> Duration.ZERO;
            case 1, 2 -> Duration.ofMillis(-random.nextInt(3000));
            case 3 -> Duration.ofSeconds(-random.nextInt(300));
            case 4 -> Duration.ofSeconds(random.nextInt(300));
            default -> Duration.ofMillis(100);
        };
    }

    private void draw(Object... shapes) {
        areas = Optional.of(ZoneScene.areas(shapes));
    }

    /** Someone who is at 70 in the first of these and walks to the right. */
    private void walk(int from, int to, int begin) {
        for (int frame = from; frame < to; frame++) {
            pipe(frame, person(70 + 8 * (frame - begin), FOOT));
        }
    }

    private void pipe(int frame, Detection... detections) {
        pipe(Sightings.verdict(frame, Sightings.at(frame), detections));
    }

    private void pipe(FrameVerdict verdict) {
        Followed followed = follower.follow(
                Optional.ofNullable(serde.deserialize("state", state)),
                (FrameVerdict.Detected) verdict,
                verdict.capturedAt().orElseThrow(),
                areas);
        told.addAll(followed.events());
        counted.addAll(followed.counts());
        if (followed.frame().isPresent()) {
            state = Objects.requireNonNull(serde.serialize("state", followed.state()));
        }
    }

    /** What was told since the last time. */
    private List<ObjectEvent> events() {
        List<ObjectEvent> since = List.copyOf(told);
        told.clear();
        return since;
    }

    private List<ObjectEvent> passages() {
        return events().stream()
                .filter(event -> event instanceof ObjectEvent.InPlace)
                .toList();
    }

    private List<WindowCount> counts() {
        List<WindowCount> since = List.copyOf(counted);
        counted.clear();
        return since;
    }

    private static Passage passage(List<ObjectEvent> events, int index) {
        return TrackRig.passage(events.get(index)).orElseThrow();
    }

    private void again() {
        state = null;
        told.clear();
        counted.clear();
    }
}
