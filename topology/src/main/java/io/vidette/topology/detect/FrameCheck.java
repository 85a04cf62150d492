package io.vidette.topology.detect;

import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ModelId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of the frames topic, checked before its picture is decoded: either it is a frame, or it is refused with a reason.
 * Text from the record is shortened: a verdict that is too large for Kafka would stop its writer, again after each restart.
 */
public sealed interface FrameCheck {
    /** Calls the function for its kind. */
    <T> T map(Function<Good, T> good, Function<Refused, T> refused);

    /** Longest name of a camera in UTF-16 units: it is the key, the value and a metric's label of every verdict. */
    int MAX_CAMERA = 255;

    /** Longest reason. */
    int MAX_REASON = 500;

    /** The frame. */
    record Good(Frame frame) implements FrameCheck {
        @Override
        public <T> T map(Function<Good, T> good, Function<Refused, T> refused) {
            return good.apply(this);
        }

        /** The verdict that follows from a result. */
        public FrameVerdict verdict(FrameResult result) {
            return result.map(
                    processed -> processed
                            .outcome()
                            .map(found -> detected(processed.model(), found), unusable -> rejected(unusable.reason())),
                    failed -> rejected(failed.reason()),
                    skipped -> skipped(skipped.reason()));
        }

        private FrameVerdict detected(ModelId model, FrameOutcome.Found found) {
            return new FrameVerdict.Detected(
                    frame.id(),
                    frame.camera(),
                    frame.headers().sequence(),
                    Optional.of(frame.headers().capturedAt()),
                    frame.headers().clock(),
                    found.width(),
                    found.height(),
                    model,
                    found.detections());
        }

        private FrameVerdict rejected(String reason) {
            return new FrameVerdict.Rejected(
                    frame.id(), frame.camera(), Optional.of(frame.headers().capturedAt()), reason);
        }

        /** It was passed over. */
        FrameVerdict skipped(Skip reason) {
            return new FrameVerdict.Skipped(
                    frame.id(), frame.camera(), Optional.of(frame.headers().capturedAt()), reason.text());
        }
    }

    /** The record is not a frame. */
    record Refused(FrameVerdict.Rejected verdict) implements FrameCheck {
        @Override
        public <T> T map(Function<Good, T> good, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }

    /**
     * Looks at a record.
     *
     * @param key the camera
     * @param value the picture, not decoded
     */
    static FrameCheck of(FrameId id, @Nullable String key, byte @Nullable [] value, Headers headers) {
        String camera = key == null ? "" : key;
        try {
            if (camera.isEmpty()) {
                throw new IllegalArgumentException("frame without a camera: its key is empty");
            }
            if (camera.length() > MAX_CAMERA) {
                throw new IllegalArgumentException(
                        "frame of a camera whose name has " + camera.length() + " characters, more than " + MAX_CAMERA);
            }
            if (value == null) {
                throw new IllegalArgumentException("frame without a picture: its value is empty");
            }
            return new Good(new Frame(id, camera, FrameHeaders.readFrom(headers), value));
        } catch (IllegalArgumentException e) {
            return new Refused(new FrameVerdict.Rejected(
                    id,
                    shortened(camera, MAX_CAMERA),
                    Optional.<Instant>empty(),
                    shortened(String.valueOf(e.getMessage()), MAX_REASON)));
        }
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 3) + "...";
    }
}
