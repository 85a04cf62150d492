package io.vidette.detector.serve;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vidette.detector.nms.Candidates;
import io.vidette.detector.nms.ScoreThresholds;
import io.vidette.detector.torch.DetectThreads;
import io.vidette.detector.torch.Djl;
import io.vidette.detector.torch.WideThread;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs batches through a serving form, a piece of the batch on each thread.
 *
 * <p>The engine itself computes each piece with one thread. Its own threads wait for each other by spinning, and where
 * other work has the cores, as Kafka and cameras in the same process do, that made one picture take a second instead of
 * 0.03 (two cores, two other busy threads). Pieces wait for nobody.
 *
 * <p>A single picture cannot be divided so. While nothing else is computed, all of the engine's threads may work on it, if
 * they were told to sleep while they wait and if that was faster when the model was loaded.
 *
 * <p>Threading: {@link #run} from any number of threads; the work is done on threads {@code detect-infer-n} and on the
 * {@link WideThread}.
 */
public final class Inference implements BatchEngine {
    private final ServingForm form;
    private final int side;
    private final ScoreThresholds thresholds;
    private final int pieces;
    private final ExecutorService threads;
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean widens;

    /**
     * Takes over the form and closes it.
     *
     * @param pieces that a batch is divided into at most
     */
    Inference(ServingForm form, int side, ScoreThresholds thresholds, int pieces) {
        this.form = form;
        this.side = side;
        this.thresholds = thresholds;
        this.pieces = pieces;
        threads = DetectThreads.pool("detect-infer-", pieces, () -> Djl.useThreads(1));
    }

    @Override
    public void run(ByteBuffer squares, List<Candidates> found) {
        boolean alone = running.getAndIncrement() == 0;
        try {
            if (found.size() == 1) {
                runOne(squares, found, alone && widens);
            } else {
                runPieces(squares, found);
            }
        } finally {
            running.decrementAndGet();
        }
    }

    private void runOne(ByteBuffer square, List<Candidates> found, boolean widely) {
        if (widely) {
            WideThread.run(pieces, () -> runPiece(square, found));
        } else {
            DetectThreads.joinAll(List.of(threads.submit(() -> runPiece(square, found))));
        }
    }

    private void runPieces(ByteBuffer squares, List<Candidates> found) {
        int count = found.size();
        int perPiece = (count + pieces - 1) / pieces;
        int squareBytes = side * side * 3;
        List<Future<?>> started = new ArrayList<>();
        for (int from = 0; from < count; from += perPiece) {
            int size = Math.min(perPiece, count - from);
            ByteBuffer piece = squares.slice(from * squareBytes, size * squareBytes);
            List<Candidates> foundInPiece = found.subList(from, from + size);
            started.add(threads.submit(() -> runPiece(piece, foundInPiece)));
        }
        DetectThreads.joinAll(started);
    }

    private void runPiece(ByteBuffer squares, List<Candidates> found) {
        found.forEach(Candidates::clear);
        try (NDManager scope = form.newScope()) {
            Shape shape = new Shape(found.size(), side, side, 3);
            ServingForm.sort(form.run(scope, squares, shape, thresholds.least()), found, thresholds);
        }
    }

    @Override
    public int warmUpBatch(int most) {
        return Math.min(pieces, most);
    }

    @Override
    public String settle(ByteBuffer square, List<Candidates> found) {
        return pieces + " threads for a batch, " + chooseWidth(square, found);
    }

    /** Measures whether a single picture is faster with one thread or with all, and remembers it. */
    private String chooseWidth(ByteBuffer square, List<Candidates> found) {
        if (pieces == 1 || !Djl.threadsSleep()) {
            return "1 thread for one picture";
        }
        PictureWidth width =
                PictureWidth.measure(() -> runOne(square, found, false), () -> runOne(square, found, true));
        widens = width.isWide();
        return "%d for one picture (%.1f ms with one, %.1f ms with %d)"
                .formatted(widens ? pieces : 1, width.one(), width.all(), pieces);
    }

    @Override
    public boolean isFinal() {
        return form.isFinal();
    }

    @Override
    public String formKey() {
        return form.key();
    }

    @Override
    public void close() {
        DetectThreads.close(threads);
        form.close();
    }
}
