package io.vidette.topology.zone;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What zones, lines, masks and their classes may be called. */
final class Names {
    private static final int LONGEST = 64;
    private static final int MOST_CLASSES = 256;

    private Names() {}

    /**
     * Checks a name.
     *
     * @return the thing with its name, for further errors
     */
    static String check(String kind, String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(kind + " without a name");
        }
        if (name.length() > LONGEST || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    kind + " with a name of more than " + LONGEST + " characters, or of some that cannot be printed");
        }
        return kind + " '" + name + "'";
    }

    static List<String> checkClasses(String what, List<String> classes) {
        if (classes.size() > MOST_CLASSES || classes.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    what + ": classes are at most " + MOST_CLASSES + " names, none of them blank");
        }
        return List.copyOf(classes);
    }

    static String orBlank(@Nullable String name) {
        return name == null ? "" : name;
    }

    /** A {@code null} within the list is an error of the same kind as others. */
    static <T> List<T> orEmpty(@Nullable List<T> list) {
        if (list == null) {
            return List.of();
        }
        for (int i = 0; i < list.size(); i++) {
            @Nullable T element = list.get(i);
            if (element == null) {
                throw new IllegalArgumentException("element " + (i + 1) + " of a list is null");
            }
        }
        return list;
    }
}
