package io.vidette.trainer.dataset;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * YOLO's description of a data set: {@code path}, the splits {@code train}, {@code val} and {@code test} as a folder, a
 * list file or several of these, and {@code names} as a list or a map from number to name; or only {@code nc}, their
 * number.
 *
 * @param places of the pictures of the split, made absolute
 */
record DatasetYaml(Path root, List<Path> places, List<String> classes) {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final long MAX_BYTES = 4 << 20;
    private static final int MAX_CLASSES = 100_000;

    /**
     * Reads one split.
     *
     * @throws UserError naming the file and what it lacks
     */
    static DatasetYaml read(Path file, String split) {
        JsonNode yaml = parse(file);
        try {
            return read(file, yaml, split);
        } catch (InvalidPathException e) {
            throw new UserError(file + ": a path in it is none: " + e.getReason(), e);
        }
    }

    private static DatasetYaml read(Path file, JsonNode yaml, String split) {
        Path root = root(file, yaml.path("path").asText(""));
        JsonNode places = yaml.path(split);
        List<Path> resolved = new ArrayList<>();
        for (JsonNode place : places.isArray() ? places : List.of(places)) {
            if (!place.isTextual() || place.asText().isBlank()) {
                List<String> there = List.of("train", "val", "test").stream()
                        .filter(name -> yaml.hasNonNull(name))
                        .toList();
                throw new UserError(file + ": no folder or list of pictures under '" + split + "'; it has "
                        + (there.isEmpty() ? "no split at all" : String.join(", ", there)));
            }
            resolved.add(root.resolve(place.asText()));
        }
        return new DatasetYaml(root, List.copyOf(resolved), classes(file, yaml));
    }

    private static JsonNode parse(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UserError(
                        file + ": " + Files.size(file) + " bytes are too many for a description of a data set");
            }
            JsonNode yaml = YAML.readTree(Files.newInputStream(file));
            if (!yaml.isObject()) {
                throw new UserError(file + ": expected keys such as 'path:', 'val:' and 'names:'");
            }
            return yaml;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String reason = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
            throw new UserError(file + (at == null ? "" : ":" + at.getLineNr()) + ": no YAML: " + reason, e);
        } catch (IOException e) {
            throw new UserError(file + ": cannot be read: " + FileFault.inWords(e), e);
        }
    }

    /**
     * A relative path is resolved against the folder of the file, or, as in YOLOv5, against the working directory if
     * that exists.
     */
    private static Path root(Path file, String path) {
        Path own = file.toAbsolutePath().resolveSibling(path).normalize();
        Path fromHere = Path.of(path).toAbsolutePath().normalize();
        return Files.isDirectory(own) || !Files.isDirectory(fromHere) ? own : fromHere;
    }

    private static List<String> classes(Path file, JsonNode yaml) {
        JsonNode names = yaml.path("names");
        List<String> classes;
        if (names.isArray()) {
            classes = StreamSupport.stream(names.spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
        } else if (names.isObject()) {
            classes = byNumber(file, names);
        } else {
            int count = yaml.path("nc").asInt(0);
            classes = IntStream.range(0, Math.min(count, MAX_CLASSES))
                    .mapToObj(i -> "class" + i)
                    .toList();
        }
        if (classes.isEmpty()) {
            throw new UserError(file + ": no classes; add 'names:', a list of them");
        }
        if (yaml.hasNonNull("nc") && yaml.path("nc").asInt() != classes.size()) {
            throw new UserError(file + ": nc is " + yaml.path("nc").asText() + ", but there are " + classes.size()
                    + " names; correct one of them");
        }
        return classes;
    }

    private static List<String> byNumber(Path file, JsonNode names) {
        SortedMap<Integer, String> sorted = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : names.properties()) {
            try {
                sorted.put(Integer.valueOf(entry.getKey()), entry.getValue().asText());
            } catch (NumberFormatException e) {
                throw new UserError(file + ": names has the key '" + entry.getKey() + "', which is not a number", e);
            }
        }
        if (!sorted.isEmpty() && (sorted.firstKey() != 0 || sorted.lastKey() != sorted.size() - 1)) {
            throw new UserError(file + ": names must be numbered 0 to " + (sorted.size() - 1) + " without gaps, but go"
                    + " from " + sorted.firstKey() + " to " + sorted.lastKey());
        }
        return List.copyOf(sorted.values());
    }
}
