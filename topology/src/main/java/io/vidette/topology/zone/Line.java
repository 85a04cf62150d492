package io.vidette.topology.zone;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A line that objects cross, {@code in} from its left to its right and {@code out} the other way, as seen when looking
 * along it from its first point A to its last point B:
 *
 * <pre>
 *              left
 *      A ───────────────▶ B        in: downwards here, from left to right
 *              right               out: upwards
 * </pre>
 *
 * <p>To reverse it, give its points in the other order.
 *
 * @param name unique among the zones and lines of a camera, 1 to 64 characters
 * @param points 2 to 64 of a way that does not cross itself
 * @param classes that count; none for all
 */
public record Line(String name, List<Point> points, List<String> classes) {
    public Line {
        String what = Names.check("line", name);
        points = Outline.check(what, points, false);
        classes = Names.checkClasses(what, classes);
    }

    /** Whether objects of a class count. */
    public boolean isFor(String label) {
        return classes.isEmpty() || classes.contains(label);
    }

    /**
     * How often the way from one point to another crosses the line, {@code in} as 1 and {@code out} as -1. The sum
     * along a path says on which side the path ends, even if it runs along the line or through a corner of it.
     */
    public int crossings(Point from, Point to) {
        return Outline.crossings(points, from, to);
    }

    /**
     * The distance of a point from the line, in heights of the picture.
     *
     * @param aspect width of the picture by its height
     */
    public double distance(Point point, double aspect) {
        return Outline.distance(points, false, point, aspect);
    }

    /** Tells one definition from another, the same in all processes. */
    public int fingerprint() {
        return Objects.hash(Outline.fingerprint(points), classes);
    }

    @JsonCreator
    static Line fromJson(
            @JsonProperty("name") @Nullable String name,
            @JsonProperty("points") @Nullable List<Point> points,
            @JsonProperty("classes") @Nullable List<String> classes) {
        return new Line(Names.orBlank(name), Names.orEmpty(points), Names.orEmpty(classes));
    }
}
