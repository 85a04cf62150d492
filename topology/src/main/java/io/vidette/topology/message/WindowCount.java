package io.vidette.topology.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;

/**
 * What happened in a zone or at a line with the objects of one class, in one window of capture time. Windows are as long as
 * {@code track.countWindow} and begin at its multiples since 1970. A window without objects and events has no record.
 *
 * @param camera the record's key
 * @param zone by name; absent at a line
 * @param line by name; absent in a zone
 * @param label name of the class
 * @param start of the window, included
 * @param end of the window, not included
 * @param part distinguishes windows with the same start. It counts the windows of the camera that did not begin later
 *     than the
 *     one before: its clock was set back, or it was silent for longer than a window and then went on in an old one. What
 *     happened in two parts happened twice
 * @param entered objects that entered the zone
 * @param left objects that left the zone, those that ended in it included
 * @param most objects in the zone at one time
 * @param in crossings of the line from left to right
 * @param out crossings of the line from right to left
 */
public record WindowCount(
        String camera,
        Optional<String> zone,
        Optional<String> line,
        String label,
        Instant start,
        Instant end,
        long part,
        int entered,
        int left,
        int most,
        int in,
        int out) {
    /** Version of the message on the topic. */
    public static final String SCHEMA = "vidette.counts/1";

    public WindowCount {
        if (zone.isPresent() == line.isPresent()) {
            throw new IllegalArgumentException("a count is of a zone or of a line");
        }
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("window from " + start + " to " + end);
        }
        if (Math.min(Math.min(entered, left), Math.min(most, Math.min(in, out))) < 0 || part < 0) {
            throw new IllegalArgumentException("count below 0");
        }
    }

    @JsonProperty(value = "schema", access = JsonProperty.Access.READ_ONLY)
    public String schema() {
        return SCHEMA;
    }
}
