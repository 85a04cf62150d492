package io.vidette.topology.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vidette.topology.config.ConfigOverride;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.PathPoint;
import io.vidette.topology.tracker.Assignment;
import io.vidette.topology.tracker.CameraTracker;
import io.vidette.topology.tracker.KalmanAxis;
import io.vidette.topology.tracker.ObjectPath;
import io.vidette.topology.tracker.TrackConfig;
import io.vidette.topology.tracker.TrackedFrame;
import io.vidette.topology.tracker.TrackedObject;
import io.vidette.topology.tracker.Tracker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class TrackerTest {
    @Test
    void startsNoObjectBelowTheScoreOfNewObjects() {
        assertThat(seenIn(10, frame -> List.of(Sightings.person(frame, 100, 0.59f))))
                .isEmpty();
        assertThat(seenIn(10, frame -> List.of(Sightings.person(frame, 100, 0.6f))))
                .hasSize(1);
    }

    @Test
    void confirmsAnObjectAtItsThirdDetection() {
        assertThat(seenIn(2, frame -> List.of(Sightings.person(frame, 100, 0.9f))))
                .isEmpty();
        assertThat(seenIn(3, frame -> List.of(Sightings.person(frame, 100, 0.9f))))
                .hasSize(1);
    }

    @Test
    void continuesAnObjectWithScoresInTheLowBand() {
        CameraTracker tracker = new CameraTracker("gate", TrackConfig.defaults());
        for (int frame = 0; frame < 5; frame++) {
            next(tracker, frame, List.of(Sightings.person(frame, 100, 0.9f)));
        }
        assertThat(next(tracker, 5, List.of(Sightings.person(5, 100, 0.2f))).objects())
                .singleElement()
                .satisfies(object -> assertThat(object.seen()).isTrue());
        assertThat(next(tracker, 6, List.of(Sightings.person(6, 100, 0.09f))).objects())
                .isEmpty();
    }

    @Test
    void matchesAnObjectOnlyWithItsClass() {
        CameraTracker tracker = new CameraTracker("gate", TrackConfig.defaults());
        for (int frame = 0; frame < 5; frame++) {
            next(tracker, frame, List.of(Sightings.person(frame, 100, 0.9f)));
        }
        for (int frame = 5; frame < 9; frame++) {
            Detection person = Sightings.person(frame, 100, 0.9f);
            next(tracker, frame, List.of(new Detection(2, "car", 0.9f, person.box())));
        }
        assertThat(next(tracker, 9, List.of(Sightings.person(9, 100, 0.9f))).objects())
                .filteredOn(TrackedObject::seen)
                .singleElement()
                .satisfies(object -> {
                    assertThat(object.label()).isEqualTo("person");
                    assertThat(object.id().frame().offset()).isZero();
                });
    }

    @Test
    void survivesExtremeBoxesAndTooManyDetections() {
        Random random = new Random(7);
        CameraTracker tracker = new CameraTracker("gate", TrackConfig.defaults());
        for (int frame = 0; frame < 4; frame++) {
            List<Detection> many = new ArrayList<>();
            many.add(new Detection(0, "person", 1, new Box(-Float.MAX_VALUE, 0, Float.MAX_VALUE, 1)));
            many.add(new Detection(0, "person", 1, new Box(5, 5, 5, 5)));
            for (int i = 0; i < 600; i++) {
                float x = random.nextFloat() * 4000;
                many.add(new Detection(0, "person", 0.9f, new Box(x, x, x + 20, x + 40)));
            }
            assertThat(next(tracker, frame, many).objects()).hasSizeLessThanOrEqualTo(Tracker.MAX_TRACKS);
        }
    }

    @Test
    void boundsAPathAndKeepsItsStart() {
        ObjectPath path = ObjectPath.from(new PathPoint(Sightings.BEGIN, 0, 0));
        for (int i = 1; i < 10_000; i++) {
            path = path.with(new PathPoint(Sightings.BEGIN.plusMillis(50L * i), i, 0), 64);
        }
        assertThat(path.points()).hasSizeBetween(32, 64);
        assertThat(path.points().get(0).x()).isZero();
        assertThat(path.points().get(path.points().size() - 1).x()).isGreaterThan(9_500);
    }

    @Test
    void predictsTheSameInOneLongStepAsInSeveral() {
        KalmanAxis axis = KalmanAxis.first(10, 2, 5).predict(0.1, 3).update(11, 2);
        KalmanAxis once = axis.predict(0.6, 3);
        KalmanAxis thrice = axis.predict(0.2, 3).predict(0.2, 3).predict(0.2, 3);
        assertThat(thrice.at()).isCloseTo(once.at(), within(1e-9));
        assertThat(thrice.varAt()).isCloseTo(once.varAt(), within(1e-9));
        assertThat(thrice.covariance()).isCloseTo(once.covariance(), within(1e-9));
    }

    @Test
    void findsTheBestAssignment() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            double[][] gains = new double[1 + random.nextInt(5)][1 + random.nextInt(5)];
            for (double[] row : gains) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = random.nextDouble() * 2 - 1;
                }
            }
            int[] pairs = Assignment.best(gains);
            double sum = 0;
            for (int i = 0; i < pairs.length; i++) {
                sum += pairs[i] < 0 ? 0 : gains[i][pairs[i]];
            }
            assertThat(sum).isCloseTo(best(gains, 0, 0), within(1e-9));
        }
    }

    @Test
    void refusesBandsThatDoNotIncrease() {
        assertThatThrownBy(() -> with("lowScore", "0.7")).hasMessageContaining("do not rise");
        assertThatThrownBy(() -> with("newScore", "0.2")).hasMessageContaining("do not rise");
    }

    @Test
    void readsItsStateAsItWroteIt() {
        CameraFollower follower = new CameraFollower(TrackConfig.defaults());
        Optional<CameraTracks> state = Optional.empty();
        for (int frame = 0; frame < 12; frame++) {
            Instant at = Sightings.at(frame).plus(Duration.ofNanos(123_456_789));
            state = Optional.of(follower.follow(
                            state,
                            Sightings.verdict(
                                    frame,
                                    at,
                                    Sightings.person(frame, 100, 0.9f),
                                    Sightings.person(2 * frame, 400, 0.7f)),
                            at,
                            Optional.empty())
                    .state());
        }
        CameraTracksSerde serde = new CameraTracksSerde();
        byte[] bytes = Objects.requireNonNull(serde.serialize("store", state.orElseThrow()));
        assertThat(serde.deserialize("store", bytes)).isEqualTo(state.orElseThrow());
        assertThat(state.orElseThrow().tracks()).hasSize(2);
        bytes[0] = 99;
        assertThat(serde.deserialize("store", bytes)).isNull();
    }

    private static double best(double[][] gains, int row, int used) {
        if (row == gains.length) {
            return 0;
        }
        double most = best(gains, row + 1, used);
        for (int i = 0; i < gains[row].length; i++) {
            if ((used & (1 << i)) == 0) {
                most = Math.max(most, gains[row][i] + best(gains, row + 1, used | (1 << i)));
            }
        }
        return most;
    }

    private static TrackConfig with(String key, String value) {
        return new ConfigReader<>(TrackConfig.class)
                .read(Optional.empty(), Map.of(), List.of(new ConfigOverride(key, value, "test")))
                .config();
    }

    private static List<TrackedObject> seenIn(int frames, IntFunction<List<Detection>> detections) {
        CameraTracker tracker = new CameraTracker("gate", TrackConfig.defaults());
        List<TrackedObject> last = List.of();
        for (int frame = 0; frame < frames; frame++) {
            last = next(tracker, frame, detections.apply(frame)).objects();
        }
        return last;
    }

    private static TrackedFrame next(CameraTracker tracker, int frame, List<Detection> detections) {
        return tracker.next(new FrameId("vidette.frames", 0, frame), Sightings.at(frame), detections);
    }
}
