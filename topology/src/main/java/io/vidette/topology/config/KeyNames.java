package io.vidette.topology.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The forms a key's name takes, and the known name nearest to a mistyped one. */
final class KeyNames {
    private static final String ENVIRONMENT_PREFIX = "VIDETTE_";

    private KeyNames() {}

    /** {@code detect.batchFrames} as {@code VIDETTE_DETECT_BATCH_FRAMES}. */
    static String environment(String path) {
        return ENVIRONMENT_PREFIX
                + path.replace('.', '_')
                        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .toUpperCase(Locale.ROOT);
    }

    /** An enum's constant as it is written in the file: {@code AT_LEAST_ONCE} as {@code at-least-once}. */
    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The known name with the fewest edits from the given one; empty if none is similar enough. */
    static Optional<String> nearest(String given, Collection<String> known) {
        String best = null;
        int fewest = Math.max(2, given.length() / 2);
        for (String name : known) {
            int edits = edits(given.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (edits <= fewest && (best == null || edits < fewest)) {
                fewest = edits;
                best = name;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The end of an error message: the nearest name, or all of them. */
    static String suggestion(String given, Collection<String> known) {
        return nearest(given, known)
                .map(name -> "did you mean '" + name + "'?")
                .orElseGet(() -> "known: " + String.join(", ", known));
    }

    /** Levenshtein's distance, with two rows. */
    private static int edits(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
