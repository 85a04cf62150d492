package io.vidette.detector.description;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.vidette.detector.network.NetworkException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A YAML text as plain values: {@code Map}, {@code List}, {@code String}, {@code Long}, {@code Double}, {@code Boolean};
 * null is the text {@code None}. Bounded in size, items and depth. Aliases are refused, because a few of them can stand
 * for billions of items.
 */
public final class PlainYaml {
    /** Characters; the longest description of a YOLO has 3,000. */
    public static final int MAX_CHARACTERS = 1 << 20;

    private static final int MAX_VALUES = 100_000;
    private static final int MAX_DEPTH = 8;
    private static final YAMLFactory YAML = new YAMLFactory();

    private final YAMLParser parser;
    private int values;

    private PlainYaml(YAMLParser parser) {
        this.parser = parser;
    }

    /**
     * Reads one document whose top is keys and values.
     *
     * @throws NetworkException naming line and column
     */
    public static Map<String, Object> read(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new NetworkException("it has " + text.length() + " characters, more than " + MAX_CHARACTERS);
        }
        try (YAMLParser parser = YAML.createParser(text)) {
            return new PlainYaml(parser).document();
        } catch (JsonProcessingException e) {
            throw new NetworkException(place(e.getLocation()) + "no YAML: " + firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new NetworkException("no YAML: " + e.getMessage());
        }
    }

    private Map<String, Object> document() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw error("it does not start with a key such as 'nc:'");
        }
        Map<String, Object> top = map(0);
        if (parser.nextToken() != null) {
            throw error("a second document; the file must hold one");
        }
        return top;
    }

    private Map<String, Object> map(int depth) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            if (map.put(key, value(depth + 1)) != null) {
                throw error("the key '" + key + "' is there twice");
            }
        }
        return map;
    }

    private Object value(int depth) throws IOException {
        if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
            throw error("more than " + MAX_DEPTH + " levels or " + MAX_VALUES + " values");
        }
        if (parser.isCurrentAlias()) {
            throw error("aliases are not understood here; write the value out");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> map(depth);
            case START_ARRAY -> list(depth);
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> "None";
            default -> parser.getText();
        };
    }

    private List<Object> list(int depth) throws IOException {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private NetworkException error(String what) {
        return new NetworkException(place(parser.currentTokenLocation()) + what);
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null ? "" : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }

    /** SnakeYAML explains over several lines with a drawing. */
    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("unreadable");
    }
}
