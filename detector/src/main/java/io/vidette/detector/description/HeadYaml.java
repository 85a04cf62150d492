package io.vidette.detector.description;

import io.vidette.detector.network.Head;
import io.vidette.detector.network.NetworkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a description says of its detecting layer: {@code nc}, {@code names}, {@code anchors}. The layer's own arguments
 * count for more where they are not just the names of those keys.
 */
final class HeadYaml {
    private static final int MAX_CLASSES = 10_000;

    private HeadYaml() {}

    /**
     * The head.
     *
     * @throws NetworkException when classes or anchors are missing or contradict each other
     */
    static Head read(Map<String, Object> yaml) {
        Object count = argument(yaml, 0) instanceof Long given ? given : yaml.getOrDefault("nc", "None");
        Object anchors = argument(yaml, 1) instanceof List<?> given ? given : yaml.getOrDefault("anchors", "None");
        return new Head(classes(yaml, count), anchors(anchors));
    }

    /** An argument of the last layer. */
    private static Object argument(Map<String, Object> yaml, int index) {
        return yaml.get("head") instanceof List<?> lines
                        && !lines.isEmpty()
                        && lines.get(lines.size() - 1) instanceof List<?> line
                        && line.size() == 4
                        && line.get(3) instanceof List<?> arguments
                        && index < arguments.size()
                ? arguments.get(index)
                : "None";
    }

    private static List<String> classes(Map<String, Object> yaml, Object count) {
        Object names = yaml.getOrDefault("names", "None");
        List<String> classes = names.equals("None") ? numbered(count) : named(names);
        if (!count.equals("None") && !count.equals((long) classes.size())) {
            throw new NetworkException("nc is " + Shortened.of(count) + ", but there are " + classes.size() + " names");
        }
        return classes;
    }

    /** Ultralytics names classes by their number where nothing else is said. */
    private static List<String> numbered(Object count) {
        if (count instanceof Long number && number >= 1 && number <= MAX_CLASSES) {
            return IntStream.range(0, (int) (long) number)
                    .mapToObj(Integer::toString)
                    .toList();
        }
        throw new NetworkException(
                "nc, the number of classes, is " + Shortened.of(count) + " and not 1 to " + MAX_CLASSES);
    }

    /** A list, or a map of index and name. */
    private static List<String> named(Object names) {
        List<String> classes = new ArrayList<>();
        if (names instanceof List<?> list) {
            list.forEach(name -> classes.add(name.toString()));
            return classes;
        }
        if (names instanceof Map<?, ?> map) {
            for (int i = 0; i < map.size(); i++) {
                Object name = map.get(Integer.toString(i));
                if (name == null) {
                    throw new NetworkException("names has " + map.size() + " classes, but none with the number " + i);
                }
                classes.add(name.toString());
            }
            return classes;
        }
        throw new NetworkException("names is neither a list nor a map of number and name");
    }

    private static List<List<Double>> anchors(Object anchors) {
        if (anchors instanceof Long count) {
            throw new NetworkException("anchors is the number " + count + ", which leaves their sizes to the training;"
                    + " write out width and height of each, a list for each level");
        }
        if (!(anchors instanceof List<?> levels)) {
            throw new NetworkException("anchors is not a list of widths and heights for each level");
        }
        List<List<Double>> sizes = new ArrayList<>();
        for (Object level : levels) {
            if (!(level instanceof List<?> numbers)) {
                throw new NetworkException("anchors has the level " + Shortened.of(level) + ", which is not a list");
            }
            List<Double> pixels = new ArrayList<>();
            for (Object number : numbers) {
                if (!(number instanceof Number size) || !(size.doubleValue() > 0 && size.doubleValue() < 1e6)) {
                    throw new NetworkException(
                            "anchors has the side " + Shortened.of(number) + ", which is not a number of pixels");
                }
                pixels.add(size.doubleValue());
            }
            sizes.add(pixels);
        }
        return sizes;
    }
}
