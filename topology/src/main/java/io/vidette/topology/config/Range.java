package io.vidette.topology.config;

import java.lang.reflect.Type;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values that a setting may have, as {@link Setting#range} states them.
 *
 * @param text as it is stated
 * @param single an allowed value outside the interval, if any
 * @param low the lower end
 * @param isLowAllowed whether the lower end is allowed itself
 * @param high the upper end, which is allowed; absent if the interval has none
 */
record Range(
        String text,
        @Nullable Comparable<Object> single,
        Comparable<Object> low,
        boolean isLowAllowed,
        @Nullable Comparable<Object> high) {
    private static final Pattern CLOSED =
            Pattern.compile("(?:(?<single>[^ ,]+), or )?(?<low>[^ .]+(?:\\.\\d+)?)\\.\\.(?<high>[^ ,]*)(?:, .+)?");
    private static final Pattern OPEN = Pattern.compile("above (?<low>[^ ,]+), up to (?<high>[^ ,]+)");

    /** Reads the range of a setting; empty if it is prose or there is none. */
    static Optional<Range> parse(String text, Type type) {
        Matcher open = OPEN.matcher(text);
        if (open.matches()) {
            return Optional.of(
                    new Range(text, null, end(open.group("low"), type), false, end(open.group("high"), type)));
        }
        Matcher closed = CLOSED.matcher(text);
        if (!closed.matches()) {
            return Optional.empty();
        }
        String single = closed.group("single");
        String high = closed.group("high");
        return Optional.of(new Range(
                text,
                single == null ? null : end(single, type),
                end(closed.group("low"), type),
                true,
                high.isEmpty() ? null : end(high, type)));
    }

    /** The message of what it throws completes "key is …". */
    void check(Object value) {
        if (single != null && single.compareTo(value) == 0) {
            return;
        }
        int above = -low.compareTo(value);
        boolean isTooLow = isLowAllowed ? above < 0 : above <= 0;
        if (isTooLow || (high != null && high.compareTo(value) < 0)) {
            throw new IllegalArgumentException("is " + ConfigText.of(value) + ", outside " + text);
        }
    }

    /** Ranges are part of the code, so an invalid range is a bug that any test of its record finds. */
    @SuppressWarnings("unchecked") // numbers, durations and sizes compare with their own kind
    private static Comparable<Object> end(String text, Type type) {
        Object end = ValueType.of(type).parse(new RawValue.Text(text));
        if (end instanceof Comparable<?> comparable) {
            return (Comparable<Object>) comparable;
        }
        throw new IllegalStateException("a range '" + text + "' for a " + type.getTypeName());
    }
}
