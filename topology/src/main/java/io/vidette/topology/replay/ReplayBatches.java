package io.vidette.topology.replay;

import io.vidette.topology.detect.BatchInference;
import io.vidette.topology.detect.FrameCheck;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.detect.FrameResult;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.FrameVerdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The batches of a replay that are with the model. Results are taken in the order in which batches were submitted.
 *
 * <p>Threading: used by the thread that runs the replay. It owns the threads {@code replay-N}, which call the model.
 */
final class ReplayBatches implements AutoCloseable {
    /** One decodes while the other computes. */
    private static final int WORKERS = 2;

    private final BatchInference inference;
    private final String remedy;
    private final ExecutorService workers;
    private final ArrayDeque<Running> running = new ArrayDeque<>();

    /**
     * A batch that is with the model.
     *
     * @param end offset behind its last frame
     */
    private record Running(long end, Future<List<FrameVerdict>> verdicts) {}

    /**
     * A batch that is done.
     *
     * @param end offset behind its last frame
     */
    record Done(long end, List<FrameVerdict> verdicts) {}

    /** @param remedy what the user can do after an interrupt, for the error */
    ReplayBatches(FrameDetector detector, String remedy) {
        this.inference = new BatchInference(detector);
        this.remedy = remedy;
        AtomicInteger number = new AtomicInteger();
        workers = Executors.newFixedThreadPool(WORKERS, work -> {
            Thread thread = new Thread(work, "replay-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @param end offset behind the last frame of the batch */
    void submit(List<FrameCheck> batch, long end) {
        running.add(new Running(end, workers.submit(() -> verdicts(batch))));
    }

    /** Whether the oldest batch should be taken before another one is submitted. */
    boolean isFull() {
        return running.size() > WORKERS;
    }

    boolean isEmpty() {
        return running.isEmpty();
    }

    /**
     * Takes the oldest batch; waits for it.
     *
     * @throws UserError when the thread is interrupted
     */
    Done takeOldest() {
        Running oldest = running.remove();
        try {
            return new Done(oldest.end(), oldest.verdicts().get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted; " + remedy, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch of the replay was not processed", e.getCause());
        }
    }

    private List<FrameVerdict> verdicts(List<FrameCheck> batch) {
        List<byte[]> jpegs = new ArrayList<>();
        for (FrameCheck check : batch) {
            jpegs.addAll(check.map(good -> List.of(good.frame().jpeg()), refused -> List.<byte[]>of()));
        }
        Iterator<FrameResult> results = (jpegs.isEmpty() ? List.<FrameResult>of() : inference.run(jpegs)).iterator();
        List<FrameVerdict> verdicts = new ArrayList<>();
        for (FrameCheck check : batch) {
            verdicts.add(check.map(good -> good.verdict(results.next()), FrameCheck.Refused::verdict));
        }
        return verdicts;
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
