package io.vidette.topology.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written {@code 512KiB}, {@code 4GiB} or as a bare number. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\s*(b|kib|mib|gib|tib)?");
    private static final List<String> UNITS = List.of("b", "kib", "mib", "gib", "tib");
    private static final List<String> SHOWN = List.of("", "KiB", "MiB", "GiB", "TiB");

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size of " + bytes + " bytes");
        }
    }

    /** So many mebibytes. */
    public static ByteSize mebibytes(long count) {
        return new ByteSize(Math.multiplyExact(count, 1L << 20));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the text is not a size; decimal units (KB, MB) are refused because many read
     *     them as binary
     */
    public static ByteSize parse(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a size such as 512KiB or 4GiB");
        }
        String unit = form.group(2) == null ? "b" : form.group(2);
        try {
            return new ByteSize(Math.multiplyExact(Long.parseLong(form.group(1)), 1L << (10 * UNITS.indexOf(unit))));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is more bytes than can be counted", e);
        }
    }

    /** The size as an {@code int}, for libraries that need one. */
    public int intBytes() {
        return Math.toIntExact(bytes);
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** In the largest unit that loses nothing. */
    @Override
    public String toString() {
        int unit = 0;
        long count = bytes;
        while (unit < SHOWN.size() - 1 && count > 0 && count % 1024 == 0) {
            count /= 1024;
            unit++;
        }
        return count + SHOWN.get(unit);
    }
}
