package io.vidette.detector.darknet;

import io.vidette.detector.network.NetworkException;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of a cfg as sections. As Darknet reads it: white space counts nowhere, a line that starts with {@code #} or
 * {@code ;} is a comment, the rest is {@code [name]} or {@code key=value}.
 */
final class CfgText {
    /** Layers, and the section of the network before them. */
    private static final int MAX_SECTIONS = 1001;

    private static final int MAX_LINES = 100_000;

    private CfgText() {}

    static List<CfgSection> sections(String text) {
        List<CfgSection> sections = new ArrayList<>();
        int number = 0;
        for (String raw : (Iterable<String>) text.lines().limit(MAX_LINES + 1L)::iterator) {
            if (++number > MAX_LINES) {
                throw new NetworkException("the cfg has more than " + MAX_LINES + " lines");
            }
            String line = raw.replaceAll("\\s", "").replaceFirst("^[#;].*", "");
            if (line.startsWith("[")) {
                if (!line.endsWith("]") || line.length() < 3) {
                    throw new NetworkException(
                            "line " + number + ": '" + CfgSection.shown(line) + "' is not a [section]");
                }
                if (sections.size() == MAX_SECTIONS) {
                    throw new NetworkException("line " + number + ": more than " + MAX_SECTIONS + " sections");
                }
                sections.add(new CfgSection(line.substring(1, line.length() - 1), number));
            } else if (!line.isEmpty()) {
                put(sections, line, number);
            }
        }
        return sections;
    }

    private static void put(List<CfgSection> sections, String line, int number) {
        int equals = line.indexOf('=');
        if (equals < 1) {
            throw new NetworkException("line " + number + ": '" + CfgSection.shown(line)
                    + "' is neither a [section] nor key=value; is this a Darknet cfg?");
        }
        if (sections.isEmpty()) {
            throw new NetworkException("line " + number + ": a key before the first section");
        }
        sections.get(sections.size() - 1).put(line.substring(0, equals), line.substring(equals + 1), number);
    }
}
