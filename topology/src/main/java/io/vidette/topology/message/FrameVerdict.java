package io.vidette.topology.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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

    /** Calls the consumer for its kind. */
    void handle(Consumer<Detected> detected, Consumer<Skipped> skipped, Consumer<Rejected> rejected);

    /** The frame this verdict is about. */
    FrameId id();

    /** The camera, which is the record's key. */
    String camera();

    /** When the picture was taken; absent where the frame did not say. */
    Optional<Instant> capturedAt();

    /** The kind of verdict, as named in JSON and in metrics. */
    @JsonIgnore
    String type();

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

        @Override
        public String type() {
            return "detected";
        }

        @Override
        public void handle(Consumer<Detected> detected, Consumer<Skipped> skipped, Consumer<Rejected> rejected) {
            detected.accept(this);
        }
    }

    /**
     * The frame was passed over on purpose.
     *
     * @param reason such as {@code stale}
     */
    record Skipped(FrameId id, String camera, Optional<Instant> capturedAt, String reason) implements FrameVerdict {
        @Override
        public String type() {
            return "skipped";
        }

        @Override
        public void handle(Consumer<Detected> detected, Consumer<Skipped> skipped, Consumer<Rejected> rejected) {
            skipped.accept(this);
        }
    }

    /**
     * The frame could not be used; it is also on the dead letters topic.
     *
     * @param reason one line with the cause
     */
    record Rejected(FrameId id, String camera, Optional<Instant> capturedAt, String reason) implements FrameVerdict {
        @Override
        public String type() {
            return "rejected";
        }

        @Override
        public void handle(Consumer<Detected> detected, Consumer<Skipped> skipped, Consumer<Rejected> rejected) {
            rejected.accept(this);
        }
    }
}
