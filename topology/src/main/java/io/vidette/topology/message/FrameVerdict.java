package io.vidette.topology.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was decided about one frame. Every offset of the frames topic gets exactly one.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FrameVerdict.Detected.class, name = "detected"),
    @JsonSubTypes.Type(value = FrameVerdict.Skipped.class, name = "skipped"),
    @JsonSubTypes.Type(value = FrameVerdict.Rejected.class, name = "rejected")
})
public sealed interface FrameVerdict {
    /** Version of the message on the topic. */
    String SCHEMA = "vidette.detections/1";

    /** The frame this verdict is about. */
    FrameId id();

    /** The camera, which is the record's key. */
    String camera();

    /** When the picture was taken; absent where the frame did not say. */
    Optional<Instant> capturedAt();

    /** The kind of verdict, as named in JSON and in metrics. */
    @JsonIgnore
    default String type() {
        if (this instanceof Detected) {
            return "detected";
        }
        return this instanceof Skipped ? "skipped" : "rejected";
    }

    @JsonProperty(value = "schema", access = JsonProperty.Access.READ_ONLY)
    default String schema() {
        return SCHEMA;
    }

    /**
     * The model ran on the frame.
     *
     * @param width of the frame in pixels
     * @param height of the frame in pixels
     * @param detections best score first; empty when nothing was found
     */
    record Detected(
            FrameId id,
            String camera,
            long sequence,
            Optional<Instant> capturedAt,
            CaptureClock clock,
            int width,
            int height,
            ModelId model,
            List<Detection> detections)
            implements FrameVerdict {
        public Detected {
            detections = List.copyOf(detections);
        }
    }

    /**
     * The frame was passed over on purpose.
     *
     * @param reason such as {@code stale}
     */
    record Skipped(FrameId id, String camera, Optional<Instant> capturedAt, String reason) implements FrameVerdict {}

    /**
     * The frame could not be used; it is also on the dead letters topic.
     *
     * @param reason one line with the cause
     */
    record Rejected(FrameId id, String camera, Optional<Instant> capturedAt, String reason) implements FrameVerdict {}
}
