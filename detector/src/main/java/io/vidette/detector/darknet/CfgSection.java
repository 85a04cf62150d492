package io.vidette.detector.darknet;

import io.vidette.detector.network.NetworkException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A section of a cfg: its name, and keys with values. A key is known once it was asked for; {@link #refuseUnknown} names
 * the others. All errors are {@link NetworkException}s that start with the line.
 */
final class CfgSection {
    /** Values of one key, such as the inputs of a route or the numbers of all anchors. */
    private static final int MAX_LIST = 100;

    private static final int MAX_SHOWN = 60;

    private final String name;
    private final int line;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    private record Entry(String key, String value, int line) {
        NetworkException wrong(String reason) {
            return new NetworkException("line " + line + ": " + shown(key) + "=" + shown(value) + " " + reason);
        }
    }

    /** Of a network's text, only what can be printed, and not too much of it. */
    static String shown(String text) {
        String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() <= MAX_SHOWN ? clean : clean.substring(0, MAX_SHOWN) + "...";
    }

    CfgSection(String name, int line) {
        this.name = name;
        this.line = line;
    }

    String name() {
        return name;
    }

    /** Where it starts, from 1. */
    int line() {
        return line;
    }

    void put(String key, String value, int at) {
        Entry entry = new Entry(key, value, at);
        Entry before = entries.putIfAbsent(key, entry);
        // Darknet takes the first and its users expect the last. Settings of the training are switched that way.
        if (before != null && !before.value().equals(value) && !CfgKeys.HARMLESS.contains(key)) {
            throw entry.wrong("was already given in line " + before.line() + " as " + shown(before.value()));
        }
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    private Optional<Entry> entry(String key) {
        asked.add(key);
        return Optional.ofNullable(entries.get(key));
    }

    String text(String key, String fallback) {
        return entry(key).map(Entry::value).orElse(fallback);
    }

    int whole(String key, int fallback) {
        return entry(key).map(entry -> whole(entry, number(entry))).orElse(fallback);
    }

    int whole(String key, int fallback, int least, int most) {
        int value = whole(key, fallback);
        if (value < least || value > most) {
            throw wrong(key, "is outside " + least + " to " + most);
        }
        return value;
    }

    boolean flag(String key) {
        return whole(key, 0, 0, 1) == 1;
    }

    double real(String key, double fallback) {
        return entry(key).map(entry -> real(entry, number(entry))).orElse(fallback);
    }

    /** Behind a single number Darknet reads nothing; behind a word it would read a comment as a part of it. */
    private static String number(Entry entry) {
        return entry.value().replaceFirst("[#;].*", "");
    }

    List<Integer> wholes(String key, List<Integer> fallback) {
        return entry(key)
                .map(entry ->
                        items(entry).stream().map(item -> whole(entry, item)).toList())
                .orElse(fallback);
    }

    List<Double> reals(String key) {
        return entry(key)
                .map(entry ->
                        items(entry).stream().map(item -> real(entry, item)).toList())
                .orElse(List.of());
    }

    private static List<String> items(Entry entry) {
        List<String> items = new ArrayList<>(List.of(entry.value().split(",", MAX_LIST + 2)));
        if (items.get(items.size() - 1).isEmpty()) {
            items.remove(items.size() - 1); // lists may end in a comma
        }
        if (items.isEmpty() || items.size() > MAX_LIST) {
            throw entry.wrong("is not a list of 1 to " + MAX_LIST + " numbers");
        }
        return items;
    }

    private static int whole(Entry entry, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw entry.wrong("is not a whole number of 32 bits");
        }
    }

    private static double real(Entry entry, String text) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw entry.wrong("is not a number");
        }
        throw entry.wrong("is not a finite number");
    }

    /** An error of the line that gives a key, or of the section where none does. */
    NetworkException wrong(String key, String reason) {
        Entry entry = entries.get(key);
        return entry != null ? entry.wrong(reason) : wrong(key + " " + reason);
    }

    NetworkException wrong(String reason) {
        return new NetworkException("line " + line + " [" + shown(name) + "]: " + reason);
    }

    /** Refuses keys that nobody asked for and that are not known to be without effect. */
    void refuseUnknown() {
        CfgKeys.NEUTRAL.forEach((key, neutral) -> {
            if (has(key) && !asked.contains(key) && !text(key, neutral).equals(neutral)) {
                throw wrong(key, "is not supported, only " + neutral);
            }
        });
        for (Entry entry : entries.values()) {
            if (!asked.contains(entry.key()) && !CfgKeys.HARMLESS.contains(entry.key())) {
                throw entry.wrong("is not known in [" + shown(name)
                        + "]; remove the line if it has no effect on a trained network");
            }
        }
    }
}
