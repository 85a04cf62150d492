package io.vidette.topology.occupancy;

import io.vidette.topology.message.ObjectEvent;
import io.vidette.topology.message.Passage;
import io.vidette.topology.occupancy.Tally.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Records what happens in one frame: as happenings to report, and in the window's counts. */
final class Ledger {
    private final Moment moment;
    private final List<Happening> happenings = new ArrayList<>();
    private Tally tally;

    Ledger(Moment moment, Tally tally) {
        this.moment = moment;
        this.tally = tally;
    }

    void entered(Visitor who, String zone, Stay stay) {
        tally = tally.with(new Place(false, zone, who.label()), Tally.Row::withEntered);
        tell(who, ObjectEvent.Type.ENTER, zone, stay);
    }

    void left(Visitor who, String zone, Stay stay) {
        tally = tally.with(new Place(false, zone, who.label()), Tally.Row::withLeft);
        tell(who, ObjectEvent.Type.LEAVE, zone, stay);
    }

    void dwelt(Visitor who, String zone, Stay stay) {
        tell(who, ObjectEvent.Type.DWELL, zone, stay);
    }

    void crossed(Visitor who, String line, boolean inwards) {
        tally = tally.with(new Place(true, line, who.label()), row -> row.withCrossing(inwards));
        Passage passage = new Passage(
                id(who, ObjectEvent.Type.CROSS, line),
                Optional.empty(),
                Optional.of(line),
                moment.at(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(inwards ? Passage.Direction.IN : Passage.Direction.OUT));
        happenings.add(new Happening(who.id(), ObjectEvent.Type.CROSS, passage));
    }

    /** An object ended. */
    void ended(Visitor who) {
        who.stays().forEach((zone, stay) -> {
            if (stay.counts()) {
                left(who, zone, stay);
            }
        });
    }

    /** Counts the objects that are in the zones now. */
    void present(List<Visitor> visitors) {
        Map<Place, Integer> numbers = new TreeMap<>();
        for (Visitor visitor : visitors) {
            visitor.stays().forEach((zone, stay) -> {
                if (stay.counts()) {
                    numbers.merge(new Place(false, zone, visitor.label()), 1, Integer::sum);
                }
            });
        }
        numbers.forEach((key, number) -> tally = tally.with(key, row -> row.withPresent(number)));
    }

    List<Happening> happenings() {
        return happenings;
    }

    Tally tally() {
        return tally;
    }

    private void tell(Visitor who, ObjectEvent.Type type, String zone, Stay stay) {
        Passage passage = new Passage(
                id(who, type, zone),
                Optional.of(zone),
                Optional.empty(),
                moment.at(),
                Optional.of(stay.since()),
                Optional.of(stay.seconds()),
                Optional.empty());
        happenings.add(new Happening(who.id(), type, passage));
    }

    /** Nobody does the same twice in the same place by the same frame. */
    private String id(Visitor who, ObjectEvent.Type type, String name) {
        return who.id() + "/" + type.name().toLowerCase(Locale.ROOT) + "/" + name + "/"
                + moment.frame().offset();
    }
}
