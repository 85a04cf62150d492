package io.vidette.topology.occupancy;

import io.vidette.topology.message.ObjectId;
import io.vidette.topology.message.WindowCount;
import io.vidette.topology.zone.Areas;
import io.vidette.topology.zone.Line;
import io.vidette.topology.zone.Zone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Updates the state of a camera's zones and lines from one frame to the next. It has no state of its own, so the same
 * frames give the same events and counts on any node and after any restart.
 *
 * <p>A new or changed zone or line starts with the objects where they are: drawing it causes no enter or cross event,
 * and removing it causes no leave event.
 */
public final class OccupancyFollower {
    private final Duration window;

    /**
     * Counts in windows.
     *
     * @param window in whole seconds
     */
    public OccupancyFollower(Duration window) {
        this.window = window;
    }

    /**
     * Processes one frame.
     *
     * @param moment of the frame, later than that of the frame before, unless all objects have ended in between
     * @param areas that are in force; absent if unknown, in which case nothing changes
     * @param aspect width of the frame by its height
     * @param seen objects that the frame shows
     * @param open all objects that have not ended
     */
    public Outcome step(
            Occupancy before,
            Moment moment,
            Optional<Areas> areas,
            double aspect,
            List<Sighting> seen,
            Set<ObjectId> open) {
        Tally tally = before.tally();
        List<WindowCount> counts = List.of();
        if (tally.isOver(moment.at(), window)) {
            counts = tally.counts(moment.camera(), window);
        }
        Ledger ledger = new Ledger(moment, tally.opened(moment.at(), window));
        // Who is there when a window begins is there in it.
        ledger.present(before.visitors());
        List<Visitor> staying = new ArrayList<>();
        for (Visitor visitor : before.visitors()) {
            if (open.contains(visitor.id())) {
                staying.add(visitor);
            } else {
                ledger.ended(visitor);
            }
        }
        Occupancy after = areas.isPresent()
                ? walk(new Occupancy(before.shapes(), staying, tally), moment, areas.get(), aspect, seen, ledger)
                : new Occupancy(before.shapes(), staying, tally);
        ledger.present(after.visitors());
        return new Outcome(
                new Occupancy(after.shapes(), after.visitors(), ledger.tally()), ledger.happenings(), counts);
    }

    /** All objects end: they leave the zones that they are in. The window continues. */
    public Outcome end(Occupancy before, Moment moment) {
        Ledger ledger = new Ledger(moment, before.tally());
        before.visitors().forEach(ledger::ended);
        return new Outcome(new Occupancy(before.shapes(), List.of(), ledger.tally()), ledger.happenings(), List.of());
    }

    /** Nothing more is expected in the open window. */
    public Outcome close(Occupancy before, String camera) {
        return new Outcome(
                new Occupancy(before.shapes(), before.visitors(), before.tally().closed()),
                List.of(),
                before.counts(camera, window));
    }

    private static Occupancy walk(
            Occupancy before, Moment moment, Areas areas, double aspect, List<Sighting> seen, Ledger ledger) {
        SortedMap<String, Integer> shapes = new TreeMap<>();
        areas.zones().forEach(zone -> shapes.put(zone.name(), zone.fingerprint()));
        areas.lines().forEach(line -> shapes.put(line.name(), line.fingerprint()));
        Set<String> redrawn = new HashSet<>();
        shapes.forEach((name, fingerprint) -> {
            if (!fingerprint.equals(before.shapes().get(name))) {
                redrawn.add(name);
            }
        });
        Map<ObjectId, Sighting> sightings = new LinkedHashMap<>();
        seen.forEach(sighting -> sightings.put(sighting.id(), sighting));
        List<Visitor> visitors = new ArrayList<>();
        for (Visitor visitor : before.visitors()) {
            Optional<Sighting> sighting = Optional.ofNullable(sightings.remove(visitor.id()));
            Walk walk = new Walk(visitor, sighting.orElse(lastOf(visitor)), aspect, ledger);
            for (Zone zone : areas.zones()) {
                if (redrawn.contains(zone.name())) {
                    walk.find(zone, moment.at());
                } else {
                    walk.visit(zone, moment.at(), sighting.isPresent());
                }
            }
            for (Line line : areas.lines()) {
                if (!redrawn.contains(line.name())) {
                    walk.cross(line, sighting.isPresent());
                }
            }
            visitors.add(walk.visitor());
        }
        for (Sighting sighting : sightings.values()) {
            Visitor newcomer = new Visitor(
                    sighting.id(),
                    sighting.label(),
                    sighting.foot(),
                    sighting.height(),
                    new TreeMap<>(),
                    new TreeMap<>());
            Walk walk = new Walk(newcomer, sighting, aspect, ledger);
            areas.zones().forEach(zone -> walk.visit(zone, moment.at(), true));
            visitors.add(walk.visitor());
        }
        return new Occupancy(shapes, visitors, before.tally());
    }

    private static Sighting lastOf(Visitor visitor) {
        return new Sighting(visitor.id(), visitor.label(), visitor.foot(), visitor.height());
    }
}
