package io.vidette.topology.occupancy;

import io.vidette.topology.occupancy.Stay.Phase;
import io.vidette.topology.zone.Line;
import io.vidette.topology.zone.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Moves one object through the zones and lines of one frame. Boxes jitter, so a border counts as crossed only after two
 * sightings in a row on its other side, and the foot must be clear of the border to leave a zone or to be across a
 * line.
 */
final class Walk {
    /**
     * Distance from a border that counts as clear of it, in heights of the object. At up to 25 frames per second, the
     * tracker's filter overshoots its input by less than half. So an object that stands on a border causes no events
     * while the detector's edges jitter by at most a fifteenth of the height. With unbounded noise of a standard
     * deviation of 4 % of the height, at 10 frames per second, it causes one false event in six hours.
     */
    private static final double CLEAR = 0.1;

    private final Visitor before;
    private final Sighting now;
    private final double aspect;
    private final Ledger ledger;
    private final SortedMap<String, Stay> stays = new TreeMap<>();
    private final SortedMap<String, Step> steps = new TreeMap<>();

    /**
     * Starts at the object's last place.
     *
     * @param now its place, or the last known one if it is not detected
     */
    Walk(Visitor before, Sighting now, double aspect, Ledger ledger) {
        this.before = before;
        this.now = now;
        this.aspect = aspect;
        this.ledger = ledger;
    }

    /** Finds the object in or out of a zone that was drawn since it was seen last. */
    void find(Zone zone, Instant at) {
        Stay stay = before.stays().get(zone.name());
        boolean inside = zone.isFor(now.label()) && zone.contains(now.foot());
        if (inside && stay != null) {
            stays.put(zone.name(), stay.counts() ? stay.seen(at) : stay);
        } else if (inside && now.height() >= zone.minHeight()) {
            stays.put(zone.name(), Stay.begun(at, Phase.PRESENT));
        }
    }

    /** Goes on in a zone, or out of it; one that is not seen stays as it was. */
    void visit(Zone zone, Instant at, boolean seen) {
        Stay before = this.before.stays().get(zone.name());
        @Nullable Stay after = seen ? visited(zone, before, at) : before;
        if (after != null) {
            stays.put(zone.name(), after);
        }
    }

    private @Nullable Stay visited(Zone zone, @Nullable Stay stay, Instant at) {
        boolean inside = zone.contains(now.foot());
        if (stay == null || stay.phase() == Phase.ARRIVING) {
            if (!inside || !zone.isFor(now.label()) || now.height() < zone.minHeight()) {
                return null;
            }
            if (stay == null) {
                return Stay.begun(at, Phase.ARRIVING);
            }
            Stay entered = stay.seen(at);
            ledger.entered(before, zone.name(), entered);
            return dwelling(zone, entered);
        }
        if (inside || !zone.isClearOf(now.foot(), CLEAR * now.height(), aspect)) {
            return dwelling(zone, stay.seen(at));
        }
        if (stay.phase() == Phase.PRESENT) {
            return stay.leaving();
        }
        ledger.left(before, zone.name(), stay);
        return null;
    }

    private Stay dwelling(Zone zone, Stay stay) {
        boolean longEnough = zone.dwell()
                .filter(dwell -> Duration.between(stay.since(), stay.last()).compareTo(dwell) >= 0)
                .isPresent();
        if (stay.told() || !longEnough) {
            return stay;
        }
        ledger.dwelt(before, zone.name(), stay);
        return stay.asTold();
    }

    /** Moves along a line, or across it; an object that is not detected stays where it was. */
    void cross(Line line, boolean seen) {
        Step step = before.steps().get(line.name());
        if (!line.isFor(now.label())) {
            return;
        }
        if (!seen) {
            if (step != null) {
                steps.put(line.name(), step);
            }
            return;
        }
        int net = (step == null ? 0 : step.net()) + line.crossings(before.foot(), now.foot());
        if (net == 0) {
            return;
        }
        boolean again = step != null && step.clear() && Integer.signum(step.net()) == Integer.signum(net);
        boolean clear = line.distance(now.foot(), aspect) > CLEAR * now.height();
        if (again && clear) {
            ledger.crossed(before, line.name(), net > 0);
        } else {
            steps.put(line.name(), new Step(net, clear));
        }
    }

    /** The object as it is now. */
    Visitor visitor() {
        return new Visitor(before.id(), before.label(), now.foot(), now.height(), stays, steps);
    }
}
