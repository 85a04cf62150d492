package io.vidette.detector.importer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.TorchArchive;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Ultralytics' export of YOLOv8 and later writes about a model into {@code extra/config.txt}. Exports of YOLOv5's own
 * tool have such a file too, but name no task in it.
 *
 * @param task always {@code detect}; all others are refused
 * @param description such as {@code Ultralytics YOLOv8n model}; may be empty
 * @param classes names by number
 * @param height and {@code width}: of the pictures that the program was traced with, in pixels
 * @param stride that sides must be a multiple of
 * @param batch that it was traced with
 * @param dynamic whether it accepts other sizes as well
 * @param endToEnd whether it says that its boxes are final
 */
public record ExportConfig(
        String task,
        String description,
        List<String> classes,
        int height,
        int width,
        int stride,
        int batch,
        boolean dynamic,
        boolean endToEnd) {
    /** Largest side, and largest batch, that is believed. */
    private static final int MOST = 4096;

    private static final int MOST_CLASSES = 10_000;
    private static final String EXPORT_AGAIN = "export the model again";
    private static final String ENTRY = "extra/config.txt";

    public ExportConfig {
        classes = List.copyOf(classes);
    }

    /**
     * Reads it.
     *
     * @return empty where the archive is no such export
     * @throws MalformedArchiveException naming what is wrong in it
     */
    public static Optional<ExportConfig> of(TorchArchive archive) throws IOException {
        Optional<String> text = archive.isTorchScript() ? archive.text(ENTRY) : Optional.empty();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        JsonNode config = parse(text.get());
        return config.has("task") ? Optional.of(read(config)) : Optional.empty();
    }

    static JsonNode parse(String text) {
        try {
            JsonNode config = new JsonMapper().readTree(text);
            if (config.isObject()) {
                return config;
            }
            throw MalformedArchiveException.withRemedy("its config.txt is not a JSON object", EXPORT_AGAIN);
        } catch (JsonProcessingException e) {
            throw MalformedArchiveException.withRemedy(
                    "its config.txt is not JSON: " + e.getOriginalMessage(), EXPORT_AGAIN);
        }
    }

    private static ExportConfig read(JsonNode config) {
        String task = config.path("task").asText("");
        if (!task.equals("detect")) {
            throw MalformedArchiveException.withRemedy(
                    "it is a model for the task '" + printable(task) + "', and only those for 'detect' are served",
                    "export a detection model");
        }
        List<String> names = names(config);
        if (names.isEmpty()) {
            throw MalformedArchiveException.withRemedy("its config.txt names no class", EXPORT_AGAIN);
        }
        int channels = config.has("channels") ? number(config.path("channels"), "channels") : 3;
        if (channels != 3) {
            throw MalformedArchiveException.withRemedy(
                    "it takes pictures of " + channels + " channels, and pictures here have 3",
                    "export a model of colour pictures");
        }
        JsonNode size = config.path("imgsz");
        JsonNode args = config.path("args");
        return new ExportConfig(
                task,
                printable(config.path("description").asText("")).strip(),
                names,
                number(size.isArray() ? size.path(0) : size, "imgsz"),
                number(size.isArray() ? size.path(1) : size, "imgsz"),
                number(config.path("stride"), "stride"),
                config.has("batch") ? number(config.path("batch"), "batch") : 1,
                args.path("dynamic").asBoolean(config.path("dynamic").asBoolean(false)),
                config.path("end2end").asBoolean(false));
    }

    private static int number(JsonNode value, String key) {
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 1 || value.intValue() > MOST) {
            throw MalformedArchiveException.withRemedy(
                    "'" + key + "' in its config.txt is not a number from 1 to " + MOST, EXPORT_AGAIN);
        }
        return value.intValue();
    }

    /** A list, or a map of number and name. */
    static List<String> names(JsonNode config) {
        JsonNode given = config.path("names");
        if (given.size() > MOST_CLASSES) {
            throw MalformedArchiveException.withRemedy(
                    "its config.txt names " + given.size() + " classes, more than " + MOST_CLASSES, EXPORT_AGAIN);
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            JsonNode name = given.isArray() ? given.get(i) : given.path(Integer.toString(i));
            if (!name.isTextual()) {
                throw MalformedArchiveException.withRemedy(
                        "its config.txt has no name for the class " + i, EXPORT_AGAIN);
            }
            names.add(name.textValue());
        }
        return names;
    }

    private static String printable(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 80 ? clean : clean.substring(0, 80) + "...";
    }
}
