package io.vidette.deploy.bench;

import io.vidette.topology.detect.BatchOutcome;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.detect.FrameOutcome;
import io.vidette.topology.message.ModelId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A model that takes a fixed time for a batch, whatever is in it, as a GPU that has room does; it finds nothing. */
final class BatchClock implements FrameDetector {
    private final ModelId id;
    private final long nanosPerBatch;

    BatchClock(Duration perBatch) {
        this.nanosPerBatch = perBatch.toNanos();
        this.id = new ModelId("simulated:" + perBatch.toMillis() + "ms-a-batch", "0".repeat(64));
    }

    @Override
    public ModelId model() {
        return id;
    }

    @Override
    public BatchOutcome detect(List<byte[]> jpegs) {
        long end = System.nanoTime() + nanosPerBatch;
        for (long left = nanosPerBatch; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return new BatchOutcome(
                model(),
                jpegs.stream()
                        .<FrameOutcome>map(
                                jpeg -> new FrameOutcome.Found(BenchFrames.WIDTH, BenchFrames.HEIGHT, List.of()))
                        .toList());
    }

    @Override
    public void close() {}
}
