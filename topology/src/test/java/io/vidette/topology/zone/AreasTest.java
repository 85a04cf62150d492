package io.vidette.topology.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.vidette.topology.Seeds;
import io.vidette.topology.serde.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreasTest {
    @Test
    void containsThePointsWithinARandomStar() {
        Seeds.each(200, random -> {
            Star star = Star.of(random);
            Zone zone = zone(star.points());
            for (int i = 0; i < 50; i++) {
                double angle = random.nextDouble() * 2 * Math.PI;
                double border = star.borderAt(angle);
                assertThat(zone.contains(star.at(angle, border * 0.999))).isTrue();
                Point beyond = star.at(angle, border * 1.001);
                assertThat(zone.contains(beyond)).isFalse();
                assertThat(zone.isClearOf(beyond, 0, 1)).isTrue();
                assertThat(zone.isClearOf(beyond, border * 0.01, 1)).isFalse();
            }
        });
    }

    @Test
    void containsItsCornersAndSides() {
        Seeds.each(200, random -> {
            List<Point> points = Star.of(random).points();
            Zone zone = zone(points);
            for (int i = 0; i < points.size(); i++) {
                Point a = points.get(i);
                Point b = points.get((i + 1) % points.size());
                assertThat(zone.contains(a)).isTrue();
                assertThat(zone.contains(new Point((a.x() + b.x()) / 2, (a.y() + b.y()) / 2)))
                        .isTrue();
            }
        });
    }

    @Test
    void containsTheSamePointsForAnyStartAndDirection() {
        Seeds.each(100, random -> {
            List<Point> points = new ArrayList<>(Star.of(random).points());
            Zone zone = zone(points);
            Collections.rotate(points, random.nextInt(points.size()));
            Zone rotated = zone(points);
            Collections.reverse(points);
            Zone reversed = zone(points);
            for (int i = 0; i < 100; i++) {
                Point point = new Point(random.nextDouble(), random.nextDouble());
                assertThat(rotated.contains(point)).isEqualTo(zone.contains(point));
                assertThat(reversed.contains(point)).isEqualTo(zone.contains(point));
            }
        });
    }

    @Test
    void refusesAnOutlineThatCrossesItself() {
        Seeds.each(300, random -> {
            int corners = 4 + random.nextInt(8);
            List<Integer> order = new ArrayList<>();
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < corners; i++) {
                order.add(i);
            }
            Collections.shuffle(order, random);
            for (int i : order) {
                double angle = 2 * Math.PI * i / corners;
                points.add(new Point(0.5 + 0.4 * Math.cos(angle), 0.5 + 0.4 * Math.sin(angle)));
            }
            boolean inOrder = true;
            int step = Math.floorMod(order.get(1) - order.get(0), corners);
            for (int i = 0; i < corners; i++) {
                inOrder &= Math.floorMod(order.get((i + 1) % corners) - order.get(i), corners) == step;
            }
            if (inOrder && (step == 1 || step == corners - 1)) {
                assertThat(zone(points).points()).hasSize(corners);
            } else {
                assertThatThrownBy(() -> zone(points)).hasMessageContaining("zone 'z' crosses itself");
            }
        });
    }

    @Test
    void countsCrossingsByTheEndsOfAWalkOnly() {
        Seeds.each(500, random -> {
            // From edge to edge, on a coarse grid, so that walks stop on it, run along it and through its corners.
            List<Point> points = new ArrayList<>();
            for (int x = 0; x <= 8; x += 2) {
                points.add(new Point(x / 8.0, (1 + random.nextInt(7)) / 8.0));
            }
            Line line = new Line("l", points, List.of());
            Point begin = new Point(1 / 8.0, 0.0);
            Point at = begin;
            int net = 0;
            for (int i = 0; i < 40; i++) {
                Point next = new Point((1 + random.nextInt(7)) / 8.0, random.nextInt(9) / 8.0);
                net += line.crossings(at, next);
                at = next;
            }
            assertThat(net + line.crossings(at, new Point(7 / 8.0, 0))).isZero();
            assertThat(net + line.crossings(at, new Point(5 / 8.0, 1))).isEqualTo(1);
        });
    }

    @Test
    void countsInFromLeftToRightAndNothingBeyondTheEnd() {
        Line line = new Line("l", List.of(new Point(0.2, 0.5), new Point(0.8, 0.5)), List.of());
        Point above = new Point(0.5, 0.4);
        Point below = new Point(0.5, 0.6);
        assertThat(line.crossings(above, below)).isEqualTo(1);
        assertThat(line.crossings(below, above)).isEqualTo(-1);
        Point beside = new Point(0.9, 0.5);
        assertThat(line.crossings(above, beside) + line.crossings(beside, below))
                .isZero();
        Line turned = new Line("l", List.of(new Point(0.8, 0.5), new Point(0.2, 0.5)), List.of());
        assertThat(turned.crossings(above, below)).isEqualTo(-1);
    }

    @Test
    void measuresDistancesInHeightsOfThePicture() {
        Line upright = new Line("l", List.of(new Point(0.5, 0), new Point(0.5, 1)), List.of());
        assertThat(upright.distance(new Point(0.6, 0.3), 16 / 9.0)).isCloseTo(0.1 * 16 / 9, within(1e-12));
        Line flat = new Line("l", List.of(new Point(0.4, 0.5), new Point(0.6, 0.5)), List.of());
        assertThat(flat.distance(new Point(0.5, 0.75), 16 / 9.0)).isCloseTo(0.25, within(1e-12));
        assertThat(flat.distance(new Point(0.7, 0.5), 2)).isCloseTo(0.2, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'zones':[{'name':'door','points':[[0,0],[1,1],[1,0],[0,1]]}]} | zone 'door' crosses itself: the side 1-2 meets the side 3-4",
                "{'zones':[{'name':'door','points':[[0,0],[0.5,0],[0.5,0.5],[0.25,0]]}]} | zone 'door' crosses itself",
                "{'zones':[{'name':'door','points':[[0,0],[1,0],[0.5,0]]}]} | zone 'door' encloses nothing: all its points are on one line",
                "{'zones':[{'name':'door','points':[[0.1,0.1],[0.3,0.3],[0.2,0.2],[0.7,0.7]]}]} | zone 'door' encloses nothing: all its points are on one line",
                "{'masks':[{'name':'tree','points':[[0,0],[1,0],[0,1],[0,0]]}]} | mask 'tree' has its first point (0.0, 0.0) once more as its last; leave the last one out",
                "{'zones':[{'name':'door','points':[[0,0],[1.2,0],[0.5,0.5]]}]} | zone 'door' is outside the picture: point 2 is (1.2, 0.0)",
                "{'zones':[{'name':'door','points':[[100,200],[300,200],[300,400]]}]} | give shares of its width and height, 0..1",
                "{'zones':[{'name':'door','points':[[0,0],[1,0]]}]} | zone 'door' has 2 points; 3 to 64 are needed",
                "{'zones':[{'name':'door'}]} | zone 'door' has 0 points",
                "{'zones':[{'name':'door','points':[[0,0],[0,0],[1,1]]}]} | zone 'door' has the point (0.0, 0.0) twice in a row",
                "{'zones':[{'name':'door','points':[[0,0],[0.0001,0],[0,0.0001]]}]} | zone 'door' encloses next to nothing",
                "{'zones':[{'points':[[0,0],[1,0],[0,1]]}]} | zone without a name",
                "{'zones':[{'name':'door','points':[[0,0],[1,0],[0,1]],'dwell':'30'}]} | zone 'door': dwell '30' is not a duration",
                "{'zones':[{'name':'door','points':[[0,0],[1,0],[0,1]],'dwell':'2d'}]} | zone 'door': dwell 2d is outside 100ms..1d",
                "{'zones':[{'name':'door','points':[[0,0],[1,0],[0,1]],'minHeight':20}]} | zone 'door': minHeight 20.0 is outside 0..1",
                "{'zones':[{'name':'door','points':[[0,0],[1,0],[0,1]],'classes':['']}]} | zone 'door': classes",
                "{'zones':[{'name':'a','points':[[0,0],[1,0],[0,1]]},{'name':'a','points':[[0,0],[1,0],[0,1]]}]} | zone 'a' has the name of another zone",
                "{'zones':[{'name':'a','points':[[0,0],[1,0],[0,1]]}],'lines':[{'name':'a','points':[[0,0],[1,0]]}]} | line 'a' has the name of a zone",
                "{'lines':[{'name':'kerb','points':[[0,0]]}]} | line 'kerb' has 1 points; 2 to 64 are needed",
                "{'lines':[{'name':'kerb','points':[[0,0],[1,1],[1,0],[0,1]]}]} | line 'kerb' crosses itself: the side 1-2 meets the side 3-4; give its points in their order along it",
                "{'masks':[{'name':'tree','points':[[0,0],[1,-0.1],[0,1]]}]} | mask 'tree' is outside the picture: point 2",
                "{'zones':[null]} | element 1 of a list is null",
                "{'zones':[{'name':'door','points':[[0,0,1],[1,0],[0,1]]}]} | a point has two numbers, [x, y], and not 3"
            })
    void refusesInvalidAreasByNameAndReason(String json, String reason) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(ValueInstantiationException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void readsWhatItWroteAndIgnoresUnknownFields() throws IOException {
        Areas areas = read("{'zones':[{'name':'door','points':[[0.1,0],[1,0.25],[0,1]],'classes':['person'],"
                + "'minHeight':0.1,'dwell':'90s','colour':'red'}],"
                + "'lines':[{'name':'kerb','points':[[0,0.5],[1,0.5]]}],"
                + "'masks':[{'name':'tree','points':[[0,0],[0.1,0],[0,0.1]]}],'circles':[]}");
        assertThat(areas.zones().get(0).points().get(1)).isEqualTo(new Point(1, 0.25));
        assertThat(areas.zones().get(0).dwell().orElseThrow()).hasSeconds(90);
        String written = Json.mapper().writeValueAsString(areas);
        assertThat(read(written)).isEqualTo(areas);
        assertThat(read(written).zones().get(0).fingerprint())
                .isEqualTo(areas.zones().get(0).fingerprint());
    }

    private static Areas read(String json) throws IOException {
        return Json.mapper().readValue(json.replace('\'', '"'), Areas.class);
    }

    private static Zone zone(List<Point> points) {
        return new Zone("z", points, List.of(), 0, Optional.empty());
    }

    /**
     * A polygon that is seen whole from its middle.
     *
     * @param angles of its corners, rising
     * @param radii of its corners
     */
    private record Star(List<Double> angles, List<Double> radii) {
        static Star of(Random random) {
            int corners = 5 + random.nextInt(20);
            List<Double> angles = new ArrayList<>();
            List<Double> radii = new ArrayList<>();
            for (int i = 0; i < corners; i++) {
                angles.add(2 * Math.PI * (i + 0.8 * random.nextDouble()) / corners);
                radii.add(0.05 + 0.4 * random.nextDouble());
            }
            return new Star(angles, radii);
        }

        List<Point> points() {
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < angles.size(); i++) {
                points.add(at(angles.get(i), radii.get(i)));
            }
            return points;
        }

        Point at(double angle, double radius) {
            return new Point(0.5 + radius * Math.cos(angle), 0.5 + radius * Math.sin(angle));
        }

        /** Where a ray from the middle meets the side between the two corners around it: the sine rule. */
        double borderAt(double angle) {
            int next = 0;
            while (next < angles.size() && angles.get(next) <= angle) {
                next++;
            }
            int a = Math.floorMod(next - 1, angles.size());
            int b = next % angles.size();
            double toA = positive(angle - angles.get(a));
            double toB = positive(angles.get(b) - angle);
            return radii.get(a)
                    * radii.get(b)
                    * Math.sin(toA + toB)
                    / (radii.get(a) * Math.sin(toA) + radii.get(b) * Math.sin(toB));
        }

        private static double positive(double angle) {
            return angle < 0 ? angle + 2 * Math.PI : angle;
        }
    }
}
