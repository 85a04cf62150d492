package io.vidette.topology.detect;

import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of the frames topic, looked at before its picture is: either it is a frame, or it is refused with a reason.
 * What came from the record is shortened: a verdict that Kafka finds too large would end its writer, again and again.
 */
public sealed interface FrameCheck {
    /** Longest name of a camera in UTF-16 units: it is the key, the value and a metric's label of every verdict. */
    int MAX_CAMERA = 255;

    /** Longest reason. */
    int MAX_REASON = 500;

    /** The frame. */
    record Good(Frame frame) implements FrameCheck {
        /** What a model's word makes of it. */
        public FrameVerdict verdict(Judgement.Judged judged) {
            if (judged.outcome() instanceof FrameOutcome.Found found) {
                return new FrameVerdict.Detected(
                        frame.id(),
                        frame.camera(),
                        frame.headers().sequence(),
                        Optional.of(frame.headers().capturedAt()),
                        frame.headers().clock(),
                        found.width(),
                        found.height(),
                        judged.model(),
                        found.detections());
            }
            String reason = ((FrameOutcome.Unusable) judged.outcome()).reason();
            return new FrameVerdict.Rejected(
                    frame.id(), frame.camera(), Optional.of(frame.headers().capturedAt()), reason);
        }

        /** It was passed over. */
        FrameVerdict skipped(Skip reason) {
            return new FrameVerdict.Skipped(
                    frame.id(), frame.camera(), Optional.of(frame.headers().capturedAt()), reason.text());
        }
    }

    /** The record is no frame. */
    record Refused(FrameVerdict.Rejected verdict) implements FrameCheck {}

    /**
     * Looks at a record.
     *
     * @param key the camera
     * @param value the picture, not looked into
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
