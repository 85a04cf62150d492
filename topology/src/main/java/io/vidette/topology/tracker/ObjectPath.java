package io.vidette.topology.tracker;

import io.vidette.topology.message.PathPoint;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of an object from its first frame to its last, as a bounded number of points: if there are too many, every
 * second one is dropped and later ones are added half as often.
 *
 * @param points in order of time
 * @param spacingMillis least time between two points
 */
public record ObjectPath(List<PathPoint> points, long spacingMillis) {
    /** A tenth of a second: what a person's step takes five of. */
    private static final long FINEST = 100;

    public ObjectPath {
        points = List.copyOf(points);
    }

    public static ObjectPath from(PathPoint first) {
        return new ObjectPath(List.of(first), FINEST);
    }

    /** With a point, or without where it follows too soon. */
    public ObjectPath with(PathPoint point, int most) {
        long since =
                point.at().toEpochMilli() - points.get(points.size() - 1).at().toEpochMilli();
        if (since < spacingMillis) {
            return this;
        }
        List<PathPoint> more = new ArrayList<>(points);
        more.add(point);
        if (more.size() <= most) {
            return new ObjectPath(more, spacingMillis);
        }
        List<PathPoint> fewer = new ArrayList<>();
        for (int i = 0; i < more.size(); i += 2) {
            fewer.add(more.get(i));
        }
        return new ObjectPath(fewer, spacingMillis * 2);
    }
}
