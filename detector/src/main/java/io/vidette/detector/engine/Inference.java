package io.vidette.detector.engine;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vidette.detector.nms.Candidate;
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
    private final float confidence;
    private final int pieces;
    private final ExecutorService threads;

    /**
     * Takes over the form and closes it.
     *
     * @param pieces that a batch is divided into at most
     */
    Inference(ServingForm form, int side, float confidence, int pieces) {
        this.form = form;
        this.side = side;
        this.confidence = confidence;
        this.pieces = pieces;
        threads = DetectThreads.pool("detect-infer-", pieces);
    }

    /** Candidates for each of the squares {@code [count, side, side, 3]}. */
    List<List<Candidate>> run(ByteBuffer squares, int count) {
        int perPiece = (count + pieces - 1) / pieces;
        if (perPiece >= count) {
            return runPiece(squares, count);
        }
        int squareBytes = side * side * 3;
        List<Future<List<List<Candidate>>>> running = new ArrayList<>();
        for (int from = 0; from < count; from += perPiece) {
            int size = Math.min(perPiece, count - from);
            ByteBuffer piece = squares.slice(from * squareBytes, size * squareBytes);
            running.add(threads.submit(() -> runPiece(piece, size)));
        }
        return DetectThreads.joinAll(running).stream().flatMap(List::stream).toList();
    }

    private List<List<Candidate>> runPiece(ByteBuffer squares, int count) {
        try (NDManager scope = form.newScope()) {
            Shape shape = new Shape(count, side, side, 3);
            return ServingForm.candidates(form.run(scope, squares, shape, confidence), count, confidence);
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
