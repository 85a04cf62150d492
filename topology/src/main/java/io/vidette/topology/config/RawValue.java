package io.vidette.topology.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A value as it was given, before its type is known. */
sealed interface RawValue {
    /** A scalar of the file, a variable of the environment, an option, or a default. */
    record Text(String text) implements RawValue {
        @Override
        public String toString() {
            return text;
        }
    }

    /** A YAML sequence of scalars. */
    record Items(List<String> items) implements RawValue {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return String.join(",", items);
        }
    }

    /** A YAML mapping of scalars, below a key that holds a map. */
    record Entries(Map<String, String> entries) implements RawValue {
        public Entries {
            entries = Map.copyOf(entries);
        }

        @Override
        public String toString() {
            return entries.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .collect(Collectors.joining(","));
        }
    }

    /**
     * A value and where it came from, for messages.
     *
     * @param origin such as {@code vidette.yaml:3:5}
     */
    record Given(RawValue value, String origin) {}
}
