package io.vidette.topology.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Where a frame lies on the frames topic. Its text form {@code topic-partition-offset} is the id of the frame's verdict,
 * so that a consumer can deduplicate.
 */
public record FrameId(String topic, int partition, long offset) {
    public FrameId {
        if (topic.isEmpty() || partition < 0 || offset < 0) {
            throw new IllegalArgumentException("no frame can be at " + topic + "-" + partition + "-" + offset);
        }
    }

    /** Reads the text form; the topic may itself hold dashes. */
    @JsonCreator
    public static FrameId parse(String text) {
        int last = text.lastIndexOf('-');
        int middle = last <= 0 ? -1 : text.lastIndexOf('-', last - 1);
        if (middle <= 0) {
            throw new IllegalArgumentException("'" + text + "' is not a frame id; expected topic-partition-offset");
        }
        try {
            return new FrameId(
                    text.substring(0, middle),
                    Integer.parseInt(text.substring(middle + 1, last)),
                    Long.parseLong(text.substring(last + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a frame id; expected topic-partition-offset", e);
        }
    }

    @JsonValue
    @Override
    public String toString() {
        return topic + "-" + partition + "-" + offset;
    }
}
