package io.vidette.topology.occupancy;

import io.vidette.topology.message.WindowCount;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The counts of a camera's window so far.
 *
 * @param start of the latest window; absent before the first
 * @param open whether the window is still open
 * @param part as {@link WindowCount#part} has it
 * @param rows the counts that are not zero
 */
record Tally(Optional<Instant> start, boolean open, long part, SortedMap<Place, Row> rows) {
    static final Tally NONE = new Tally(Optional.empty(), false, 0, new TreeMap<>());

    /**
     * A place and a class that are counted.
     *
     * @param line whether it is a line; else a zone
     */
    record Place(boolean line, String name, String label) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::line).thenComparing(Place::name).thenComparing(Place::label);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** As {@link WindowCount} has the numbers. */
    record Row(int entered, int left, int most, int in, int out) {
        static final Row NONE = new Row(0, 0, 0, 0, 0);

        Row withEntered() {
            return new Row(entered + 1, left, most, in, out);
        }

        Row withLeft() {
            return new Row(entered, left + 1, most, in, out);
        }

        Row withPresent(int now) {
            return new Row(entered, left, Math.max(most, now), in, out);
        }

        Row withCrossing(boolean inwards) {
            return new Row(entered, left, most, inwards ? in + 1 : in, inwards ? out : out + 1);
        }
    }

    Tally {
        rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
    }

    /** Start of the window that contains a time. */
    static Instant windowOf(Instant at, Duration window) {
        long seconds = window.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
    }

    /** Whether what happens at a time belongs to another window than the open one. */
    boolean isOver(Instant at, Duration window) {
        return open && !start.equals(Optional.of(windowOf(at, window)));
    }

    /** No longer counted in. */
    Tally closed() {
        return new Tally(start, false, part, new TreeMap<>());
    }

    /** The window of a time, empty; the same where that is open. */
    Tally opened(Instant at, Duration window) {
        Instant begin = windowOf(at, window);
        if (open && start.equals(Optional.of(begin))) {
            return this;
        }
        boolean again = start.isPresent() && !begin.isAfter(start.get());
        return new Tally(Optional.of(begin), true, again ? part + 1 : part, new TreeMap<>());
    }

    Tally with(Place key, UnaryOperator<Row> change) {
        TreeMap<Place, Row> changed = new TreeMap<>(rows);
        changed.put(key, change.apply(rows.getOrDefault(key, Row.NONE)));
        return new Tally(start, open, part, changed);
    }

    /** The report of the window so far. */
    List<WindowCount> counts(String camera, Duration window) {
        if (!open || start.isEmpty()) {
            return List.of();
        }
        Instant begin = start.get();
        return rows.entrySet().stream()
                .map(entry -> count(camera, begin, window, entry.getKey(), entry.getValue()))
                .toList();
    }

    private WindowCount count(String camera, Instant begin, Duration window, Place key, Row row) {
        return new WindowCount(
                camera,
                key.line() ? Optional.empty() : Optional.of(key.name()),
                key.line() ? Optional.of(key.name()) : Optional.empty(),
                key.label(),
                begin,
                begin.plus(window),
                part,
                row.entered(),
                row.left(),
                row.most(),
                row.in(),
                row.out());
    }
}
