package io.vidette.topology.occupancy;

import io.vidette.topology.message.ObjectId;
import io.vidette.topology.zone.Point;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An object with its place in zones and at lines.
 *
 * @param foot its place when it was last seen
 * @param height of its box then, as a share of the picture's
 * @param stays by name of the zone
 * @param steps by name of the line
 */
record Visitor(
        ObjectId id,
        String label,
        Point foot,
        double height,
        SortedMap<String, Stay> stays,
        SortedMap<String, Step> steps) {
    Visitor {
        stays = Collections.unmodifiableSortedMap(new TreeMap<>(stays));
        steps = Collections.unmodifiableSortedMap(new TreeMap<>(steps));
    }
}
