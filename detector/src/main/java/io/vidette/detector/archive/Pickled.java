package io.vidette.detector.archive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pickle says, as an inert tree: a class is a name here, and calling it is a record of its arguments.
 *
 * <p>Containers are classes with identity, not records: a pickle may put a list into itself, and a structural
 * {@code hashCode} would then never return.
 */
public sealed interface Pickled {
    /** Python's {@code None}. */
    enum None implements Pickled {
        NONE
    }

    record Bool(boolean value) implements Pickled {}

    record Int(long value) implements Pickled {}

    record Real(double value) implements Pickled {}

    /** A string; comparable so that colliding keys cannot make a dictionary slow. */
    record Text(String value) implements Pickled, Comparable<Text> {
        @Override
        public int compareTo(Text other) {
            return value.compareTo(other.value);
        }
    }

    /** Bytes that nobody here reads; only their number is kept. */
    record Blob(int length) implements Pickled {}

    /** The name of a class or function. */
    record Global(String module, String name) implements Pickled {
        @Override
        public String toString() {
            return module + "." + name;
        }
    }

    /** A reference to something outside the pickle: a tensor's storage. */
    record Persistent(Pickled id) implements Pickled {
        /** By identity, as for containers: references may be nested a million deep. */
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** A list, tuple or set. */
    final class Sequence implements Pickled {
        private final List<Pickled> items = new ArrayList<>();

        public Sequence(List<Pickled> items) {
            this.items.addAll(items);
        }

        public List<Pickled> items() {
            return items;
        }
    }

    /** A dictionary in the order of its insertion. */
    final class Dict implements Pickled {
        private final Map<Pickled, Pickled> entries = new LinkedHashMap<>();

        public Map<Pickled, Pickled> entries() {
            return entries;
        }

        public Optional<Pickled> get(String key) {
            return Optional.ofNullable(entries.get(new Text(key)));
        }
    }

    /** An object of some class, or the outcome of a call, that was never made. */
    final class Instance implements Pickled {
        private final Global type;
        private final List<Pickled> arguments;
        private Pickled state = None.NONE;

        public Instance(Global type, List<Pickled> arguments) {
            this.type = type;
            this.arguments = List.copyOf(arguments);
        }

        public Global type() {
            return type;
        }

        public List<Pickled> arguments() {
            return arguments;
        }

        void build(Pickled newState) {
            state = newState;
        }

        /** All attributes of the object, where its state is a dictionary. */
        public Map<Pickled, Pickled> attributes() {
            return state instanceof Dict dict ? dict.entries() : Map.of();
        }

        /** An attribute of the object, where its state is a dictionary that has it. */
        public Optional<Pickled> attribute(String name) {
            return state instanceof Dict dict ? dict.get(name) : Optional.empty();
        }
    }
}
