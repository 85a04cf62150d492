package io.vidette.topology.occupancy;

import io.vidette.topology.message.ObjectId;
import io.vidette.topology.message.WindowCount;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state of a camera's zones and lines between two frames.
 *
 * @param shapes fingerprints of the zones and lines that the state belongs to, by name
 * @param visitors objects seen since the zones and lines exist
 */
public record Occupancy(SortedMap<String, Integer> shapes, List<Visitor> visitors, Tally tally) {
    /** Nothing is known. */
    public static final Occupancy NONE = new Occupancy(new TreeMap<>(), List.of(), Tally.NONE);

    public Occupancy {
        shapes = Collections.unmodifiableSortedMap(new TreeMap<>(shapes));
        visitors = List.copyOf(visitors);
    }

    /** The zones that an object is in, with the time since when. */
    public SortedMap<String, Instant> zonesOf(ObjectId object) {
        SortedMap<String, Instant> zones = new TreeMap<>();
        visitors.stream()
                .filter(visitor -> visitor.id().equals(object))
                .forEach(visitor -> visitor.stays().forEach((zone, stay) -> {
                    if (stay.counts()) {
                        zones.put(zone, stay.since());
                    }
                }));
        return zones;
    }

    /** Whether a window waits to be closed. */
    public boolean isCounting() {
        return tally.open();
    }

    /** What the open window has counted so far. */
    public List<WindowCount> counts(String camera, Duration window) {
        return tally.counts(camera, window);
    }
}
