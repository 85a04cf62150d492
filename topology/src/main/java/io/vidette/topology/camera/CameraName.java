package io.vidette.topology.camera;

import java.util.regex.Pattern;

/** What a camera may be called: the name is a Kafka key, a metric's label and part of a thread's name. */
public final class CameraName {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}");

    private CameraName() {}

    /**
     * Returns the name if it is valid.
     *
     * @throws IllegalArgumentException that describes a valid name
     */
    public static String check(String name) {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not a camera name; use 1 to 63 letters, digits, '.', '_' and"
                            + " '-', beginning with a letter or a digit");
        }
        return name;
    }
}
