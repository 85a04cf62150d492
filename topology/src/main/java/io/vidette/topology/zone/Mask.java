package io.vidette.topology.zone;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the picture to ignore, such as a television or a tree in the wind: a detection with its foot there does not
 * become an object.
 *
 * @param name unique among the masks of a camera, 1 to 64 characters
 * @param points 3 to 64 corners of a polygon that does not cross itself
 */
public record Mask(String name, List<Point> points) {
    public Mask {
        points = Outline.check(Names.check("mask", name), points, true);
    }

    /** Whether a point is inside the mask or on its border. */
    public boolean contains(Point point) {
        return Outline.contains(points, point);
    }

    @JsonCreator
    static Mask fromJson(
            @JsonProperty("name") @Nullable String name, @JsonProperty("points") @Nullable List<Point> points) {
        return new Mask(Names.orBlank(name), Names.orEmpty(points));
    }
}
