package io.vidette.deploy.node;

import io.vidette.topology.detect.BatchOutcome;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.detect.FrameOutcome;
import io.vidette.topology.message.ModelId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands in for a model, to size and test everything around it: takes a fixed time per frame, finds nothing, and does not
 * decode the picture. Its verdicts name it, so nobody takes them for real ones.
 */
public final class SimulatedModel implements FrameDetector {
    private final ModelId id;
    private final long nanosPerFrame;

    /** Takes this long for each frame. */
    public SimulatedModel(Duration perFrame) {
        this.nanosPerFrame = perFrame.toNanos();
        this.id = new ModelId("simulated:" + perFrame.toMillis() + "ms", "0".repeat(64));
    }

    @Override
    public ModelId model() {
        return id;
    }

    @Override
    public BatchOutcome detect(List<byte[]> jpegs) {
        long end = System.nanoTime() + nanosPerFrame * jpegs.size();
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return new BatchOutcome(
                model(), jpegs.stream().map(SimulatedModel::outcome).toList());
    }

    private static FrameOutcome outcome(byte[] jpeg) {
        boolean isJpeg = jpeg.length > 2 && jpeg[0] == (byte) 0xFF && jpeg[1] == (byte) 0xD8;
        return isJpeg ? new FrameOutcome.Found(1, 1, List.of()) : new FrameOutcome.Unusable("no JPEG");
    }

    @Override
    public void close() {}
}
