package io.vidette.topology.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event of an object: it appeared, is still there, or ended; it entered a zone, left it, stayed in it, or
 * crossed a line. In JSON the fields of the {@link #object} are on the level of the event.
 */
@JsonPropertyOrder("type")
public sealed interface ObjectEvent {
    /** Version of the message on the topic. */
    String SCHEMA = "vidette.events/1";

    /** The word that names the kind of event in JSON. */
    enum Type {
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
        CROSS
    }

    /** Why an object ended. */
    enum EndReason {
        /** It was not seen for too long. */
        @JsonProperty("lost")
        LOST,
        /** No verdict on any frame came from its camera. */
        @JsonProperty("silent")
        SILENT,
        /** The camera's time jumped, forward or back. */
        @JsonProperty("gap")
        GAP
    }

    /** The kind of event. */
    @JsonProperty("type")
    Type type();

    /** The object. */
    @JsonUnwrapped
    ObjectSummary object();

    @JsonProperty(value = "schema", access = JsonProperty.Access.READ_ONLY)
    default String schema() {
        return SCHEMA;
    }

    /** The object is new. */
    record Appeared(ObjectSummary object) implements ObjectEvent {
        @Override
        public Type type() {
            return Type.NEW;
        }
    }

    /** The object is still there. */
    record Updated(ObjectSummary object) implements ObjectEvent {
        @Override
        public Type type() {
            return Type.UPDATE;
        }
    }

    /** The object is gone. */
    record Ended(ObjectSummary object, EndReason reason) implements ObjectEvent {
        @Override
        public Type type() {
            return Type.END;
        }
    }

    /** The object did something in a zone or at a line. */
    sealed interface InPlace extends ObjectEvent {
        Passage passage();
    }

    /** The object is in a zone. */
    record Entered(ObjectSummary object, Passage passage) implements InPlace {
        @Override
        public Type type() {
            return Type.ENTER;
        }
    }

    /** The object is no longer in a zone. */
    record Left(ObjectSummary object, Passage passage) implements InPlace {
        @Override
        public Type type() {
            return Type.LEAVE;
        }
    }

    /** The object has been in a zone for as long as the zone asks for. */
    record Dwelt(ObjectSummary object, Passage passage) implements InPlace {
        @Override
        public Type type() {
            return Type.DWELL;
        }
    }

    /** The object crossed a line. */
    record Crossed(ObjectSummary object, Passage passage) implements InPlace {
        @Override
        public Type type() {
            return Type.CROSS;
        }
    }

    /**
     * An event of a type.
     *
     * @throws IllegalArgumentException if an end has no reason, if enter, leave, dwell or cross have no passage, or if any
     *     other event has one of the two
     */
    static ObjectEvent of(Type type, ObjectSummary object, Optional<EndReason> reason, Optional<Passage> passage) {
        boolean isEnd = type == Type.END;
        boolean isInPlace = !isEnd && type != Type.NEW && type != Type.UPDATE;
        if (isEnd != reason.isPresent()) {
            throw new IllegalArgumentException("an end has a reason, and no other event has one");
        }
        if (isInPlace != passage.isPresent()) {
            throw new IllegalArgumentException(
                    "enter, leave, dwell and cross have a passage, and no other event has one");
        }
        return switch (type) {
            case NEW -> new Appeared(object);
            case UPDATE -> new Updated(object);
            case END -> new Ended(object, reason.orElseThrow());
            case ENTER -> new Entered(object, passage.orElseThrow());
            case LEAVE -> new Left(object, passage.orElseThrow());
            case DWELL -> new Dwelt(object, passage.orElseThrow());
            case CROSS -> new Crossed(object, passage.orElseThrow());
        };
    }

    /** Reads the JSON form. Jackson cannot pass unwrapped fields to a constructor, so they are gathered here. */
    @JsonCreator
    static ObjectEvent fromJson(
            @JsonProperty("type") Type type,
            @JsonProperty("id") ObjectId id,
            @JsonProperty("camera") String camera,
            @JsonProperty("classId") int classId,
            @JsonProperty("label") String label,
            @JsonProperty("model") ModelId model,
            @JsonProperty("firstSeen") Instant firstSeen,
            @JsonProperty("lastSeen") Instant lastSeen,
            @JsonProperty("detections") int detections,
            @JsonProperty("score") float score,
            @JsonProperty("box") Box box,
            @JsonProperty("bestScore") float bestScore,
            @JsonProperty("bestBox") Box bestBox,
            @JsonProperty("path") List<PathPoint> path,
            @JsonProperty("reason") Optional<EndReason> reason,
            @JsonProperty("passage") Optional<Passage> passage) {
        ObjectSummary object = new ObjectSummary(
                id,
                camera,
                classId,
                label,
                model,
                firstSeen,
                lastSeen,
                detections,
                score,
                box,
                bestScore,
                bestBox,
                path);
        return of(type, object, reason, passage);
    }
}
