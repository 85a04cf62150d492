package io.vidette.topology.zone;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;

/**
 * A point of a picture, whatever its size in pixels; as JSON {@code [x, y]}.
 *
 * @param x share of the width from the left, 0..1 within the picture
 * @param y share of the height from the top, 0..1 within the picture
 */
public record Point(double x, double y) {
    /** Reads the JSON form. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Point of(double[] xy) {
        if (xy.length != 2) {
            throw new IllegalArgumentException("a point has two numbers, [x, y], and not " + xy.length);
        }
        return new Point(xy[0], xy[1]);
    }

    @JsonValue
    double[] toJson() {
        return new double[] {x, y};
    }

    /** The nearest point of the picture. */
    public Point clamped() {
        return new Point(Math.max(0, Math.min(1, x)), Math.max(0, Math.min(1, y)));
    }

    boolean isWithinPicture() {
        return x >= 0 && x <= 1 && y >= 0 && y <= 1;
    }

    /**
     * The side of the segment from {@code a} to {@code b} that this point is on: positive on the right, negative on the
     * left, as seen on the picture.
     */
    double side(Point a, Point b) {
        return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
    }

    /** The same in all processes, which a record's own code need not be. */
    int fingerprint() {
        return Objects.hash(x, y);
    }

    @Override
    public String toString() {
        return "(" + x + ", " + y + ")";
    }
}
