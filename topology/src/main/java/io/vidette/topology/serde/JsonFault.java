package io.vidette.topology.serde;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a piece of JSON, in the words of who wrote it: Jackson's speak of Java's types and of its own
 * switches. What JSON's text holds is told of no further than Jackson does, as passwords may be in it.
 */
public final class JsonFault {
    private static final Pattern NO_NUMBER = Pattern.compile("Non-standard token '([^']*)'.*");
    private static final Pattern TWICE = Pattern.compile("Duplicate field '(.*)'.*");
    private static final Pattern FOR_PROGRAMMERS = Pattern.compile("(: enable|, from) `[^`]*`( to allow)?");

    private JsonFault() {}

    /** One line that follows a name and a colon, with the line and the column where they are known. */
    public static String inWords(IOException e) {
        if (!(e instanceof JsonProcessingException json)) {
            return firstLine(e.getMessage());
        }
        if (json.getCause() instanceof IllegalArgumentException own) {
            // A message's own tests name the thing; where it ends is of use beside that.
            String where = where(json);
            return firstLine(own.getMessage()) + (where.isEmpty() ? "" : " (" + where + ")");
        }
        // Within an object, what is not JSON at all comes wrapped.
        JsonProcessingException inner = json.getCause() instanceof JsonProcessingException cause ? cause : json;
        String where = where(inner);
        return what(inner) + (where.isEmpty() ? "" : " at " + where);
    }

    private static String what(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            Set<String> known = new TreeSet<>();
            @Nullable Collection<Object> names = unknown.getKnownPropertyIds();
            if (names != null) {
                names.forEach(name -> known.add(String.valueOf(name)));
            }
            return "unknown field '" + unknown.getPropertyName() + "'"
                    + (known.isEmpty() ? "" : "; known here: " + String.join(", ", known) + ";");
        }
        String message = firstLine(e.getOriginalMessage());
        if (e instanceof MismatchedInputException mismatch) {
            return mismatch(mismatch, message);
        }
        if (e instanceof JsonEOFException) {
            return "not valid JSON: it ends before all that was begun is closed,";
        }
        if (e instanceof StreamConstraintsException && message.contains("nesting depth")) {
            return "brackets lie too deep within each other";
        }
        Matcher number = NO_NUMBER.matcher(message);
        if (number.matches()) {
            return "'" + number.group(1) + "' is not a number in JSON,";
        }
        Matcher twice = TWICE.matcher(message);
        if (twice.matches()) {
            return "the field '" + twice.group(1) + "' is given twice";
        }
        return "not valid JSON: " + FOR_PROGRAMMERS.matcher(message).replaceAll("");
    }

    private static String mismatch(MismatchedInputException e, String message) {
        if (message.startsWith("No content")) {
            return "it is empty";
        }
        if (message.startsWith("Trailing token")) {
            return "something follows behind its end";
        }
        String path = path(e);
        return needed(e.getTargetType()) + " is needed" + (path.isEmpty() ? "" : " in " + path);
    }

    private static String needed(@Nullable Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (type.isArray() && type.getComponentType().isPrimitive()) {
            return "a list [...] of numbers";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "a list [...]";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (type.isEnum()) {
            return "one of "
                    + Stream.of(type.getEnumConstants())
                            .map(choice -> Json.mapper().convertValue(choice, String.class))
                            .collect(Collectors.joining(", "));
        }
        boolean isText = !Map.class.isAssignableFrom(type) && type.getName().startsWith("java.");
        return isText ? "text" : "an object {...}";
    }

    /** Such as {@code zones.points}: which of a list it is, line and column say. */
    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
    }

    private static String where(JsonProcessingException e) {
        @Nullable JsonLocation location = e.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String firstLine(@Nullable String message) {
        return String.valueOf(message)
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("unreadable");
    }
}
