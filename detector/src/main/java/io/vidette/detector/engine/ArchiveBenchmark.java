package io.vidette.detector.engine;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vidette.topology.lifecycle.UserError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Measures {@code best.pt} as any program of PyTorch would run it: 32-bit floats in, every box of every cell out. What a
 * serving form gains is told against it. Divided among threads as {@link Inference} divides.
 */
public final class ArchiveBenchmark implements AutoCloseable {
    private final Program program;
    private final int side;
    private final int pieces;
    private final ExecutorService threads;

    private ArchiveBenchmark(Program program, int side, int pieces) {
        this.program = program;
        this.side = side;
        this.pieces = pieces;
        threads = DetectThreads.pool("detect-archive-", pieces);
    }

    /**
     * Loads it.
     *
     * @throws UserError when the engine cannot
     */
    public static ArchiveBenchmark load(BestPt best, DetectorConfig given) {
        DetectorConfig config = given.forWeights(best);
        try {
            return new ArchiveBenchmark(Program.load(best.file()), config.imageSize(), config.parallelPieces());
        } catch (IOException | MalformedModelException e) {
            throw new UserError("weights '" + best.file() + "': PyTorch cannot load it: " + e.getMessage(), e);
        }
    }

    /** Runs one batch. Milliseconds for each picture. */
    public double round(int batch) {
        int perPiece = (batch + pieces - 1) / pieces;
        long start = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        for (int from = 0; from < batch; from += perPiece) {
            int count = Math.min(perPiece, batch - from);
            running.add(threads.submit(() -> piece(count)));
        }
        DetectThreads.joinAll(running);
        return (System.nanoTime() - start) / 1e6 / batch;
    }

    private void piece(int count) {
        try (NDManager scope = program.newScope()) {
            program.run(scope, scope.ones(new Shape(count, 3, side, side)));
        }
    }

    @Override
    public void close() {
        DetectThreads.close(threads);
        program.close();
    }
}
