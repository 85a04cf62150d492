package io.vidette.topology.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identifies an object by the frame and detection in which a camera first saw it, so that a reader of the same verdicts
 * gives it the same id. The text form is {@code camera/topic-partition-offset/index}.
 *
 * @param frame in which it was first seen
 * @param index of its detection in the verdict on that frame, from 0
 */
public record ObjectId(String camera, FrameId frame, int index) {
    public ObjectId {
        if (index < 0) {
            throw new IllegalArgumentException("object index " + index + " is negative");
        }
    }

    /** Reads the text form; the camera may itself hold slashes. */
    @JsonCreator
    public static ObjectId parse(String text) {
        int last = text.lastIndexOf('/');
        int middle = last <= 0 ? -1 : text.lastIndexOf('/', last - 1);
        if (middle < 0) {
            throw new IllegalArgumentException("'" + text + "' is not an object id; expected camera/frame/index");
        }
        try {
            return new ObjectId(
                    text.substring(0, middle),
                    FrameId.parse(text.substring(middle + 1, last)),
                    Integer.parseInt(text.substring(last + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not an object id; expected camera/frame/index", e);
        }
    }

    @JsonValue
    @Override
    public String toString() {
        return camera + "/" + frame + "/" + index;
    }
}
