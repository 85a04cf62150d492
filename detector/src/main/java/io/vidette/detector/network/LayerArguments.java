package io.vidette.detector.network;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The arguments of a layer as its description gives them.
 *
 * @param values each a {@code Long}, {@code Double}, {@code Boolean}, {@code String} or a {@code List} of them; Python's
 *     {@code None} is the string {@code None}
 */
public record LayerArguments(List<Object> values) {
    private static final int MAX_LIST = 100;

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

    /** A whole number; the fallback where there is none, or Python's {@code None}. */
    int integer(int index, String meaning, int fallback) {
        return index < values.size() && !values.get(index).equals("None") ? integer(index, meaning) : fallback;
    }

    double real(int index, String meaning, double fallback) {
        if (index >= values.size()) {
            return fallback;
        }
        if (values.get(index) instanceof Number value) {
            return value.doubleValue();
        }
        throw new NetworkException("argument " + (index + 1) + " (" + meaning + ") is not a number in " + values);
    }

    /** A list of whole numbers. */
    List<Integer> integers(int index, String meaning, List<Integer> fallback) {
        if (index >= values.size()) {
            return fallback;
        }
        if (values.get(index) instanceof List<?> list && list.size() <= MAX_LIST) {
            LayerArguments inner = new LayerArguments(List.copyOf(list));
            return IntStream.range(0, list.size())
                    .map(i -> inner.integer(i, meaning))
                    .boxed()
                    .toList();
        }
        throw new NetworkException(
                "argument " + (index + 1) + " (" + meaning + ") is not a list of whole numbers in " + values);
    }

    List<Double> reals(int index, String meaning) {
        if (index < values.size() && values.get(index) instanceof List<?> list && list.size() <= MAX_LIST) {
            LayerArguments inner = new LayerArguments(List.copyOf(list));
            return IntStream.range(0, list.size())
                    .mapToObj(i -> inner.real(i, meaning, 0))
                    .toList();
        }
        throw new NetworkException(
                "argument " + (index + 1) + " (" + meaning + ") is not a list of numbers in " + values);
    }

    boolean flag(int index, String meaning, boolean fallback) {
        if (index >= values.size()) {
            return fallback;
        }
        if (values.get(index) instanceof Boolean value) {
            return value;
        }
        throw new NetworkException("argument " + (index + 1) + " (" + meaning + ") is not a truth value in " + values);
    }

    String text(int index, String meaning, String fallback) {
        if (index >= values.size()) {
            return fallback;
        }
        if (values.get(index) instanceof String value) {
            return value;
        }
        throw new NetworkException("argument " + (index + 1) + " (" + meaning + ") is not a text in " + values);
    }
}
