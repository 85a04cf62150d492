package io.vidette.detector.description;

/** Values of a file in a message: one line, not too long. */
final class Shortened {
    private static final int LONGEST = 80;

    private Shortened() {}

    static String of(Object value) {
        String text = value.toString().replaceAll("\\p{Cntrl}", "?");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
