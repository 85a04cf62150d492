package io.vidette.detector.darknet;

import io.vidette.detector.network.NetworkException;
import java.util.ArrayList;
import java.util.List;

/** A {@code .names} file: the name of one class on each line. */
public final class ClassNames {
    private static final int MAX_NAMES = 10_000;
    private static final int MAX_LENGTH = 200;

    private ClassNames() {}

    /**
     * Reads the text of the file.
     *
     * @throws NetworkException naming a line that is empty, or too long for a name
     */
    public static List<String> read(String text) {
        List<String> names = new ArrayList<>();
        for (String line : (Iterable<String>) text.stripTrailing().lines()::iterator) {
            String name = line.strip();
            if (name.isEmpty() || name.length() > MAX_LENGTH || names.size() == MAX_NAMES) {
                throw new NetworkException("line " + (names.size() + 1) + " of the names is "
                        + (name.isEmpty() ? "empty" : "too long, or there are more than " + MAX_NAMES));
            }
            names.add(name);
        }
        return names;
    }
}
