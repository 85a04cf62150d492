package io.vidette.detector.network;

import java.util.List;

/**
 * The arguments of a layer as its description gives them.
 *
 * @param values each a {@code Long}, {@code Double}, {@code Boolean}, {@code String} or a {@code List} of them; Python's
 *     {@code None} is the string {@code None}
 */
public record LayerArguments(List<Object> values) {
    public LayerArguments {
        values = List.copyOf(values);
    }

    /** A whole number that must be there. */
    int integer(int index, String meaning) {
        if (index < values.size() && values.get(index) instanceof Long value && value == (int) (long) value) {
            return (int) (long) value;
        }
        throw new NetworkException(
                "argument " + (index + 1) + " (" + meaning + ") is missing or no whole number in " + values);
    }

    int integer(int index, String meaning, int fallback) {
        return index < values.size() ? integer(index, meaning) : fallback;
    }

    boolean flag(int index, String meaning, boolean fallback) {
        if (index >= values.size()) {
            return fallback;
        }
        if (values.get(index) instanceof Boolean value) {
            return value;
        }
        throw new NetworkException("argument " + (index + 1) + " (" + meaning + ") is no truth value in " + values);
    }

    String text(int index, String meaning, String fallback) {
        if (index >= values.size()) {
            return fallback;
        }
        if (values.get(index) instanceof String value) {
            return value;
        }
        throw new NetworkException("argument " + (index + 1) + " (" + meaning + ") is no text in " + values);
    }
}
