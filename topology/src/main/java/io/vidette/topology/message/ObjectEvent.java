package io.vidette.topology.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event of an object that a camera sees: it is new, it is still there, it ended; it entered a zone, left it, stayed
 * in it, crossed a line. All events of an object carry its id.
 *
 * @param camera the record's key
 * @param classId index of the class in the model
 * @param label name of the class
 * @param model the weights that saw it last
 * @param firstSeen capture time of its first detection, which may be before the event {@code new}
 * @param lastSeen capture time of its latest detection
 * @param detections how many there were
 * @param score of the latest
 * @param box of the latest, in pixels of the frame
 * @param bestScore of all
 * @param bestBox of the detection with that score
 * @param path from first to last, thinned out to a bounded number of points
 * @param reason why it ended; absent otherwise
 * @param passage the zone or line concerned; absent in events of the object alone
 */
public record ObjectEvent(
        Type type,
        ObjectId id,
        String camera,
        int classId,
        String label,
        ModelId model,
        Instant firstSeen,
        Instant lastSeen,
        int detections,
        float score,
        Box box,
        float bestScore,
        Box bestBox,
        List<PathPoint> path,
        Optional<EndReason> reason,
        Optional<Passage> passage) {
    /** Version of the message on the topic. */
    public static final String SCHEMA = "vidette.events/1";

    /** What is reported of an object. */
    public enum Type {
        @JsonProperty("new")
        NEW,
        @JsonProperty("update")
        UPDATE,
        @JsonProperty("end")
        END,
        /** It is in a zone. */
        @JsonProperty("enter")
        ENTER,
        /** It left a zone. */
        @JsonProperty("leave")
        LEAVE,
        /** It has been in a zone for as long as the zone asks for. */
        @JsonProperty("dwell")
        DWELL,
        /** It crossed a line. */
        @JsonProperty("cross")
        CROSS;

        /** Whether it concerns a zone or a line. */
        public boolean isPassage() {
            return this == ENTER || this == LEAVE || this == DWELL || this == CROSS;
        }
    }

    /** Why an object ended. */
    public enum EndReason {
        /** It was not seen for too long. */
        @JsonProperty("lost")
        LOST,
        /** No verdict on any frame came from its camera. */
        @JsonProperty("silent")
        SILENT,
        /** The camera's time jumped, forth or back. */
        @JsonProperty("gap")
        GAP
    }

    public ObjectEvent {
        if (lastSeen.isBefore(firstSeen)) {
            throw new IllegalArgumentException("object last seen at " + lastSeen + ", before " + firstSeen);
        }
        if ((type == Type.END) != reason.isPresent()) {
            throw new IllegalArgumentException("an end has a reason, and nothing else has");
        }
        if (type.isPassage() != passage.isPresent()) {
            throw new IllegalArgumentException("enter, leave, dwell and cross have a passage, and nothing else has");
        }
        path = List.copyOf(path);
    }

    @JsonProperty(value = "schema", access = JsonProperty.Access.READ_ONLY)
    public String schema() {
        return SCHEMA;
    }
}
