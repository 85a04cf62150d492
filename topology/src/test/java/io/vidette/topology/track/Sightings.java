package io.vidette.topology.track;

import io.vidette.topology.message.Box;
import io.vidette.topology.message.CaptureClock;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ModelId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Verdicts on people who walk, at ten frames per second. */
final class Sightings {
    static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");
    static final ModelId MODEL = new ModelId("fake", "a".repeat(64));

    private Sightings() {}

    /** Capture time of a frame. */
    static Instant at(int frame) {
        return BEGIN.plusMillis(100L * frame);
    }

    /** A person of 40 x 100 pixels who walks 80 pixels per second. */
    static Detection person(int frame, float y, float score) {
        float x = 50 + 8 * frame;
        return new Detection(0, "person", score, new Box(x, y, x + 40, y + 100));
    }

    static FrameVerdict.Detected verdict(long offset, Instant at, Detection... detections) {
        return new FrameVerdict.Detected(
                new FrameId("vidette.frames", 0, offset),
                "gate",
                offset,
                Optional.of(at),
                CaptureClock.RTCP,
                640,
                360,
                MODEL,
                List.of(detections));
    }

    /** Of one person. */
    static FrameVerdict.Detected walking(int frame) {
        return verdict(frame, at(frame), person(frame, 100, 0.9f));
    }

    /** Of nobody. */
    static FrameVerdict.Detected nobody(int frame) {
        return verdict(frame, at(frame));
    }
}
