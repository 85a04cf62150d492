package io.vidette.topology.track;

import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.zone.Areas;
import io.vidette.topology.zone.Line;
import io.vidette.topology.zone.Mask;
import io.vidette.topology.zone.Point;
import io.vidette.topology.zone.Zone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** People of 40 x 100 pixels before a camera of 640 x 360 at ten frames a second, and what is drawn on its picture. */
final class ZoneScene {
    static final int FOOT = 200;

    private ZoneScene() {}

    /** Three zones and a line, so that all kinds of things are told. */
    static Areas all() {
        return new Areas(
                List.of(
                        zone("door", 160, 320, Optional.of(Duration.ofMillis(500))),
                        zone("wide", 100, 500, Optional.of(Duration.ofSeconds(2))),
                        zone("edge", 0, 120, Optional.empty())),
                List.of(line("kerb", at(250, 340), at(250, 20)), line("far", at(420, 20), at(400, 200), at(420, 340))),
                List.of(new Mask("tree", square(600, 640))));
    }

    /** People who come one after the other, some of them missed for a while, for two minutes. */
    static List<FrameVerdict> people() {
        Random random = new Random(7);
        List<FrameVerdict> scene = new ArrayList<>();
        for (int frame = 0; frame < 700; frame++) {
            List<Detection> seen = new ArrayList<>();
            for (int begin = 0; begin < frame; begin += 45) {
                int age = frame - begin;
                if (age < 70 && random.nextInt(10) > 0 && (age < 30 || age > 36)) {
                    seen.add(person(50 + 8 * age + random.nextInt(5), begin % 2 == 0 ? FOOT : 320));
                }
            }
            scene.add(Sightings.verdict(frame, Sightings.at(frame), seen.toArray(Detection[]::new)));
        }
        return scene;
    }

    static Detection person(int x, int foot) {
        return new Detection(0, "person", 0.9f, new Box(x - 20, foot - 100, x + 20, foot));
    }

    static Point at(int x, int y) {
        return new Point(x / 640.0, y / 360.0);
    }

    /** From top to bottom between two columns. */
    static List<Point> square(int from, int to) {
        return List.of(at(from, 0), at(to, 0), at(to, 360), at(from, 360));
    }

    /** The zones and lines among them. */
    static Areas areas(Object... shapes) {
        return new Areas(
                Stream.of(shapes)
                        .filter(Zone.class::isInstance)
                        .map(Zone.class::cast)
                        .toList(),
                Stream.of(shapes)
                        .filter(Line.class::isInstance)
                        .map(Line.class::cast)
                        .toList(),
                List.of());
    }

    static Zone zone(String name, int from, int to, Optional<Duration> dwell) {
        return new Zone(name, square(from, to), List.of(), 0, dwell);
    }

    static Line line(String name, Point... points) {
        return new Line(name, List.of(points), List.of());
    }
}
