package io.vidette.detector.engine;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vidette.detector.nms.Candidates;
import io.vidette.detector.nms.ScoreThresholds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Runs batches through a serving form, a piece of the batch on each thread.
 *
 * <p>The engine itself computes each piece with one thread. Its own threads wait for each other by spinning, and where
 * other work has the cores, as Kafka and cameras in the same process do, that made one picture take a second instead of
 * 0.03 (two cores, two other busy threads). Pieces wait for nobody.
 *
 * <p>Threading: {@link #run} from any number of threads; the work is done on threads {@code detect-infer-n}.
 */
final class Inference implements AutoCloseable {
    private final ServingForm form;
    private final int side;
    private final ScoreThresholds thresholds;
    private final int pieces;
    private final ExecutorService threads;

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
        threads = DetectThreads.pool("detect-infer-", pieces);
    }

    /**
     * Looks at squares {@code [count, side, side, 3]}.
     *
     * @param found the candidates of each square, which are replaced
     */
    void run(ByteBuffer squares, List<Candidates> found) {
        int count = found.size();
        int perPiece = (count + pieces - 1) / pieces;
        if (perPiece >= count) {
            runPiece(squares, found);
            return;
        }
        int squareBytes = side * side * 3;
        List<Future<?>> running = new ArrayList<>();
        for (int from = 0; from < count; from += perPiece) {
            int size = Math.min(perPiece, count - from);
            ByteBuffer piece = squares.slice(from * squareBytes, size * squareBytes);
            List<Candidates> foundInPiece = found.subList(from, from + size);
            running.add(threads.submit(() -> runPiece(piece, foundInPiece)));
        }
        DetectThreads.joinAll(running);
    }

    private void runPiece(ByteBuffer squares, List<Candidates> found) {
        found.forEach(Candidates::clear);
        try (NDManager scope = form.newScope()) {
            Shape shape = new Shape(found.size(), side, side, 3);
            ServingForm.sort(form.run(scope, squares, shape, thresholds.least()), found, thresholds);
        }
    }

    String formKey() {
        return form.target().key();
    }

    @Override
    public void close() {
        DetectThreads.close(threads);
        form.close();
    }
}
