package io.vidette.topology.detect;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vidette.topology.metric.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the model on the frames of all cameras, partitions and stream threads, in the batches that its {@link
 * BatchQueue} forms.
 *
 * <p>Threading: one per process, used from any thread. It owns its workers {@code detect-batch-N}, which call the model;
 * closing interrupts and joins them.
 */
public final class BatchAssembler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchAssembler.class);
    private static final long CLOSE_MILLIS = 10_000;

    private final BatchQueue queue;
    private final BatchInference inference;
    private final List<Thread> workers = new ArrayList<>();
    private final DistributionSummary batchSizes;
    private final Timer queueTimes;

    /**
     * Starts the workers.
     *
     * @param detector outlives this assembler and is not closed by it
     */
    public BatchAssembler(FrameDetector detector, DetectConfig config, MeterRegistry registry) {
        this.inference = new BatchInference(detector);
        this.queue = new BatchQueue(config);
        this.batchSizes = DistributionSummary.builder(Metrics.DETECT_BATCH_SIZE)
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128)
                .register(registry);
        this.queueTimes = Timer.builder(Metrics.DETECT_QUEUE).register(registry);
        for (int i = 0; i < config.workers(); i++) {
            Thread worker = new Thread(this::work, "detect-batch-" + i);
            worker.setDaemon(true);
            workers.add(worker);
            worker.start();
        }
    }

    /** Opens the lane of the calling thread for one more user, which closes it. */
    BatchQueue.Lane lane() {
        return queue.lane();
    }

    /** The lane of the calling thread, if it has users. */
    BatchQueue.@Nullable Lane openLane() {
        return queue.openLane();
    }

    private void work() {
        try {
            while (true) {
                process(queue.nextBatch());
            }
        } catch (InterruptedException e) {
            // Closing: frames that still wait get no verdict, and so their offsets are not committed.
            Thread.currentThread().interrupt();
        }
    }

    private void process(List<BatchQueue.Waiting> batch) {
        long start = System.nanoTime();
        List<BatchQueue.Waiting> wanted = new ArrayList<>(batch.size());
        try {
            for (BatchQueue.Waiting frame : batch) {
                Optional<Skip> skip = frame.skip(start);
                if (skip.isPresent()) {
                    frame.result().complete(new FrameResult.Skipped(skip.get()));
                } else if (!frame.result().isCancelled()) {
                    wanted.add(frame);
                    queueTimes.record(start - frame.sinceNanos(), TimeUnit.NANOSECONDS);
                }
            }
            if (!wanted.isEmpty()) {
                batchSizes.record(wanted.size());
                runTogether(wanted);
            }
        } catch (RuntimeException | Error e) {
            // A fault of ours, not the model's. Callers must not wait permanently; the frames are processed again.
            LOG.error("a batch of {} was not processed: {}", batch.size(), BatchInference.oneLine(e), e);
            batch.forEach(frame -> frame.result().completeExceptionally(e));
        } finally {
            queue.settle(batch, wanted.size(), System.nanoTime() - start);
        }
    }

    private void runTogether(List<BatchQueue.Waiting> batch) {
        List<FrameResult> results = inference.run(
                batch.stream().map(waiting -> waiting.frame().jpeg()).toList());
        // The newest first: the thread that waits for the oldest is woken once, when all are done.
        for (int i = batch.size() - 1; i >= 0; i--) {
            batch.get(i).result().complete(results.get(i));
        }
    }

    /** Stops the workers; waits for the batches that are with the model, at most ten seconds each. */
    @Override
    public void close() {
        workers.forEach(Thread::interrupt);
        for (Thread worker : workers) {
            try {
                worker.join(CLOSE_MILLIS);
                if (worker.isAlive()) {
                    LOG.warn("{} did not stop within 10 s: the model still holds a batch", worker.getName());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
