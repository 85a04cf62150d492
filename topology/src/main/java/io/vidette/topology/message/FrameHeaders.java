package io.vidette.topology.message;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What is known about a frame beside its JPEG; travels as record headers, each a decimal or plain text in UTF-8 so that
 * any client can read it.
 *
 * @param sequence counts the frames that the camera's reader chose to publish, from 0 when the reader is started; a gap
 *     tells of frames dropped before Kafka
 * @param capturedAt when the picture was taken, to the microsecond
 * @param clock whose clock {@code capturedAt} was read from
 * @param width of the JPEG in pixels
 * @param height of the JPEG in pixels
 * @param sourceWidth of the picture as the camera sent it
 * @param sourceHeight of the picture as the camera sent it
 * @param pts presentation time within the stream, in microseconds
 */
public record FrameHeaders(
        long sequence,
        Instant capturedAt,
        CaptureClock clock,
        int width,
        int height,
        int sourceWidth,
        int sourceHeight,
        long pts) {
    private static final String SEQUENCE = "sequence";
    private static final String CAPTURED_AT = "capturedAt";
    private static final String CLOCK = "clock";
    private static final String WIDTH = "width";
    private static final String HEIGHT = "height";
    private static final String SOURCE_WIDTH = "sourceWidth";
    private static final String SOURCE_HEIGHT = "sourceHeight";
    private static final String PTS = "pts";

    /** NTP's own range is 1900 to 2036. Times further off overflow the nanoseconds and milliseconds of libraries. */
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    public FrameHeaders {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence " + sequence + " is negative");
        }
        if (width <= 0 || height <= 0 || sourceWidth <= 0 || sourceHeight <= 0) {
            throw new IllegalArgumentException("frame of " + width + "x" + height + " pixels from a source of "
                    + sourceWidth + "x" + sourceHeight);
        }
        capturedAt = capturedAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** Adds these values to the headers of a record. */
    public void writeTo(Headers headers) {
        put(headers, SEQUENCE, Long.toString(sequence));
        put(headers, CAPTURED_AT, Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, capturedAt)));
        put(headers, CLOCK, clock.text());
        put(headers, WIDTH, Integer.toString(width));
        put(headers, HEIGHT, Integer.toString(height));
        put(headers, SOURCE_WIDTH, Integer.toString(sourceWidth));
        put(headers, SOURCE_HEIGHT, Integer.toString(sourceHeight));
        put(headers, PTS, Long.toString(pts));
    }

    /**
     * Reads the headers of a record.
     *
     * @throws IllegalArgumentException naming the header that is missing or invalid
     */
    public static FrameHeaders readFrom(Headers headers) {
        return new FrameHeaders(
                number(headers, SEQUENCE),
                time(headers, CAPTURED_AT),
                CaptureClock.parse(text(headers, CLOCK)),
                size(headers, WIDTH),
                size(headers, HEIGHT),
                size(headers, SOURCE_WIDTH),
                size(headers, SOURCE_HEIGHT),
                number(headers, PTS));
    }

    private static void put(Headers headers, String key, String value) {
        headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Headers headers, String key) {
        Header header = headers.lastHeader(key);
        if (header == null || header.value() == null) {
            throw new IllegalArgumentException("frame without the header '" + key + "'");
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private static long number(Headers headers, String key) {
        String text = text(headers, key);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("frame header '" + key + "' is not a number", e);
        }
    }

    private static Instant time(Headers headers, String key) {
        Instant time = Instant.EPOCH.plus(number(headers, key), ChronoUnit.MICROS);
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new IllegalArgumentException("frame header '" + key + "' is " + time + ", outside 1900..2200");
        }
        return time;
    }

    private static int size(Headers headers, String key) {
        long value = number(headers, key);
        if (value < 1 || value > 65_535) {
            throw new IllegalArgumentException("frame header '" + key + "' is " + value + ", outside 1..65535");
        }
        return (int) value;
    }
}
