package io.vidette.topology.zone;

import java.util.ArrayList;
import java.util.List;

/**
 * A path of points, open like a line or closed like a polygon, with its validity checks.
 */
final class Outline {
    static final int MOST_POINTS = 64;

    /** Minimum area of a polygon, as a share of the picture: a smaller one is a mistake. */
    private static final double LEAST_AREA = 1e-6;

    private static final double ON_EDGE = 1e-12;

    private Outline() {}

    /**
     * Checks an outline.
     *
     * @param what the name of its owner, such as {@code zone 'door'}, for the error
     * @throws IllegalArgumentException saying which point or side is wrong, and how
     */
    static List<Point> check(String what, List<Point> points, boolean closed) {
        int least = closed ? 3 : 2;
        if (points.size() < least || points.size() > MOST_POINTS) {
            throw new IllegalArgumentException(
                    what + " has " + points.size() + " points; " + least + " to " + MOST_POINTS + " are needed");
        }
        for (int i = 0; i < points.size(); i++) {
            if (!points.get(i).isWithinPicture()) {
                throw new IllegalArgumentException(what + " is outside the picture: point " + (i + 1) + " is "
                        + points.get(i) + "; give shares of its width and height, 0..1");
            }
        }
        if (closed && points.get(0).equals(points.get(points.size() - 1))) {
            // GeoJSON closes its rings so.
            throw new IllegalArgumentException(what + " has its first point " + points.get(0)
                    + " once more as its last; leave the last one out, it closes by itself");
        }
        int sides = sides(points, closed);
        for (int i = 0; i < sides; i++) {
            if (from(points, i).equals(to(points, i))) {
                throw new IllegalArgumentException(
                        what + " has the point " + from(points, i) + " twice in a row; leave one out");
            }
        }
        if (closed && isStraight(points)) {
            throw new IllegalArgumentException(
                    what + " encloses nothing: all its points are on one line; move one away from it");
        }
        for (int i = 0; i < sides; i++) {
            for (int j = i + 1; j < sides; j++) {
                if (cross(points, closed, i, j)) {
                    throw new IllegalArgumentException(what + " crosses itself: " + side(points, i) + " meets "
                            + side(points, j) + "; give its points in their order "
                            + (closed ? "around it" : "along it"));
                }
            }
        }
        if (closed && area(points) < LEAST_AREA) {
            throw new IllegalArgumentException(
                    what + " encloses next to nothing, less than a millionth of the picture; make it larger");
        }
        return List.copyOf(points);
    }

    /** Whether a closed outline has a point within it or on it. */
    static boolean contains(List<Point> polygon, Point point) {
        boolean inside = false;
        for (int i = 0; i < polygon.size(); i++) {
            Point a = from(polygon, i);
            Point b = to(polygon, i);
            if (Math.abs(point.side(a, b)) <= ON_EDGE && isBetween(a, b, point)) {
                return true;
            }
            // Half open, so that a ray through a corner meets one of its two sides.
            if ((a.y() > point.y()) != (b.y() > point.y())
                    && point.x() < (b.x() - a.x()) * (point.y() - a.y()) / (b.y() - a.y()) + a.x()) {
                inside = !inside;
            }
        }
        return inside;
    }

    /**
     * The distance of a point from an outline, in heights of the picture.
     *
     * @param aspect width of the picture by its height
     */
    static double distance(List<Point> points, boolean closed, Point point, double aspect) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < sides(points, closed); i++) {
            nearest = Math.min(nearest, distance(from(points, i), to(points, i), point, aspect));
        }
        return nearest;
    }

    /**
     * How often the way from one point to another crosses an open outline: from left to right counts 1, from right to left
     * -1. The sum along a path depends only on its ends and on the number of its turns around the outline's ends, even
     * if it runs through a corner or stops on the outline: all points of the path count as moved by an infinitesimal
     * distance in the same direction (simulation of simplicity, Edelsbrunner and Mücke 1990).
     */
    static int crossings(List<Point> line, Point from, Point to) {
        int net = 0;
        for (int i = 0; i < sides(line, false); i++) {
            Point a = from(line, i);
            Point b = to(line, i);
            boolean right = isRight(from, a, b);
            boolean across = isRight(to, a, b);
            if (right != across && isCornerRight(a, from, to) != isCornerRight(b, from, to)) {
                net += across ? 1 : -1;
            }
        }
        return net;
    }

    /** Whether a point of the path, moved by (ε, ε²), lies on the right of a side. */
    private static boolean isRight(Point point, Point a, Point b) {
        double side = point.side(a, b);
        if (side != 0) {
            return side > 0;
        }
        return a.y() == b.y() ? b.x() > a.x() : b.y() < a.y();
    }

    /** Whether a corner is on the right of a segment of the path, which is moved by (ε, ε²). */
    private static boolean isCornerRight(Point corner, Point from, Point to) {
        double side = corner.side(from, to);
        if (side != 0) {
            return side > 0;
        }
        return from.y() == to.y() ? to.x() < from.x() : to.y() > from.y();
    }

    /** Of a closed outline, as a share of the picture. */
    static double area(List<Point> points) {
        double twice = 0;
        for (int i = 0; i < points.size(); i++) {
            Point a = from(points, i);
            Point b = to(points, i);
            twice += a.x() * b.y() - b.x() * a.y();
        }
        return Math.abs(twice) / 2;
    }

    /** Whether no order of the points makes them enclose anything. */
    private static boolean isStraight(List<Point> points) {
        Point first = points.get(0);
        Point last = first;
        for (Point point : points) {
            last = squared(first, point) > squared(first, last) ? point : last;
        }
        for (Point point : points) {
            if (Math.abs(point.side(first, last)) > ON_EDGE) {
                return false;
            }
        }
        return true;
    }

    private static double squared(Point a, Point b) {
        return (b.x() - a.x()) * (b.x() - a.x()) + (b.y() - a.y()) * (b.y() - a.y());
    }

    static int fingerprint(List<Point> points) {
        List<Integer> all = new ArrayList<>();
        points.forEach(point -> all.add(point.fingerprint()));
        return all.hashCode();
    }

    private static int sides(List<Point> points, boolean closed) {
        return closed ? points.size() : points.size() - 1;
    }

    private static Point from(List<Point> points, int side) {
        return points.get(side);
    }

    private static Point to(List<Point> points, int side) {
        return points.get((side + 1) % points.size());
    }

    private static String side(List<Point> points, int side) {
        return "the side " + (side + 1) + "-" + ((side + 1) % points.size() + 1);
    }

    /** Whether two sides meet other than in the corner that they share. */
    private static boolean cross(List<Point> points, boolean closed, int i, int j) {
        Point a = from(points, i);
        Point b = to(points, i);
        Point c = from(points, j);
        Point d = to(points, j);
        if (j == i + 1 || (closed && i == 0 && j == points.size() - 1)) {
            // Neighbours meet in their corner; they must not run back over each other.
            Point corner = j == i + 1 ? b : a;
            Point one = j == i + 1 ? a : b;
            Point other = j == i + 1 ? d : c;
            return one.side(corner, other) == 0
                    && (one.x() - corner.x()) * (other.x() - corner.x())
                                    + (one.y() - corner.y()) * (other.y() - corner.y())
                            > 0;
        }
        double c1 = c.side(a, b);
        double d1 = d.side(a, b);
        double a1 = a.side(c, d);
        double b1 = b.side(c, d);
        if (c1 * d1 < 0 && a1 * b1 < 0) {
            return true;
        }
        return (c1 == 0 && isBetween(a, b, c))
                || (d1 == 0 && isBetween(a, b, d))
                || (a1 == 0 && isBetween(c, d, a))
                || (b1 == 0 && isBetween(c, d, b));
    }

    private static boolean isBetween(Point a, Point b, Point point) {
        return point.x() >= Math.min(a.x(), b.x()) - ON_EDGE
                && point.x() <= Math.max(a.x(), b.x()) + ON_EDGE
                && point.y() >= Math.min(a.y(), b.y()) - ON_EDGE
                && point.y() <= Math.max(a.y(), b.y()) + ON_EDGE;
    }

    private static double distance(Point a, Point b, Point point, double aspect) {
        double alongX = (b.x() - a.x()) * aspect;
        double alongY = b.y() - a.y();
        double toX = (point.x() - a.x()) * aspect;
        double toY = point.y() - a.y();
        double length = alongX * alongX + alongY * alongY;
        double share = length == 0 ? 0 : Math.max(0, Math.min(1, (toX * alongX + toY * alongY) / length));
        return Math.hypot(toX - share * alongX, toY - share * alongY);
    }
}
