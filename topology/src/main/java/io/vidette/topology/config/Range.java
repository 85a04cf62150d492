package io.vidette.topology.config;

import java.lang.reflect.Type;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values from one end to the other, both allowed; an absent far end is open. Written {@code 1..256} or
 * {@code 10ms..}.
 */
record Range(String text, Comparable<Object> low, @Nullable Comparable<Object> high) {
    private static final Pattern FORM = Pattern.compile("([^ .]+(?:\\.\\d+)?)\\.\\.([^ ]*)");

    /** Reads the range of a setting; empty where it is prose or there is none. */
    static Optional<Range> parse(String text, Type type) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        String high = form.group(2);
        return Optional.of(new Range(text, end(form.group(1), type), high.isEmpty() ? null : end(high, type)));
    }

    /** The message of what it throws completes "key is …". */
    void check(Object value) {
        if (low.compareTo(value) > 0 || (high != null && high.compareTo(value) < 0)) {
            throw new IllegalArgumentException("is " + ConfigText.of(value) + ", outside " + text);
        }
    }

    /** A range is written by us, so a bad one is a bug that any test of its record finds. */
    @SuppressWarnings("unchecked") // numbers, durations and sizes compare with their own kind
    private static Comparable<Object> end(String text, Type type) {
        Object end = ValueType.of(type).parse(new RawValue.Text(text));
        if (end instanceof Comparable<?> comparable) {
            return (Comparable<Object>) comparable;
        }
        throw new IllegalStateException("a range '" + text + "' for a " + type.getTypeName());
    }
}
