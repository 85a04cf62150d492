package io.vidette.ingest.camera;

import io.vidette.ingest.picture.MotionDetector;
import io.vidette.ingest.source.SourceFrame;
import io.vidette.topology.camera.MotionGate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Drops most frames without motion if the camera has a motion gate; else it drops none. */
final class MotionFilter implements AutoCloseable {
    private final @Nullable MotionDetector detector;
    private final StillFrames still;

    MotionFilter(Optional<MotionGate> gate) {
        detector = gate.isPresent() ? new MotionDetector(gate.get().area()) : null;
        still = new StillFrames(gate.orElse(MotionGate.DEFAULT));
    }

    boolean picks(SourceFrame frame) {
        return detector == null || still.picks(detector.moves(frame), frame.ptsMicros());
    }

    @Override
    public void close() {
        if (detector != null) {
            detector.close();
        }
    }
}
