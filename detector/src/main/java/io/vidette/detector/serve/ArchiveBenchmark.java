package io.vidette.detector.serve;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vidette.detector.torch.ComputeDevice;
import io.vidette.detector.torch.DetectThreads;
import io.vidette.detector.torch.DeviceChoice;
import io.vidette.detector.torch.Djl;
import io.vidette.detector.torch.EngineErrors;
import io.vidette.detector.torch.Program;
import io.vidette.detector.torch.WideThread;
import io.vidette.detector.weights.Servable;
import io.vidette.detector.weights.Weights;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Measures a model's archive as any program of PyTorch would run it: 32-bit floats in, every box of every cell out. What a
 * serving form gains is told against it. Divided among threads as {@link Inference} divides; a single picture has all of
 * them where that is faster.
 */
public final class ArchiveBenchmark implements AutoCloseable {
    private final Program program;
    private final ComputeDevice device;
    private final int side;
    private final int pieces;
    private final ExecutorService threads;
    private final boolean widens;

    private ArchiveBenchmark(Program program, ComputeDevice device, int side, int pieces) {
        this.program = program;
        this.device = device;
        this.side = side;
        this.pieces = pieces;
        threads = DetectThreads.pool("detect-archive-", pieces, () -> Djl.useThreads(1));
        widens = pieces > 1 && PictureWidth.measure(() -> pieces(1), this::wide).isWide();
    }

    /**
     * Loads it.
     *
     * @param weights whose cache keeps the program while it is loaded
     * @throws UserError when the engine cannot
     */
    public static ArchiveBenchmark load(Servable model, Weights weights, DetectorConfig given) {
        DetectorConfig config = given.change(DetectorConfig::imageSize).to(model.side(given.imageSize()));
        try {
            DeviceChoice.Devices choice = ModelLoader.devices(model, config, DeviceChoice.here());
            choice.start();
            ComputeDevice device = choice.all().get(0);
            int pieces = ServingDevice.of(device).pieces(config);
            return new ArchiveBenchmark(
                    PlainPrograms.load(model, device.engine(), weights.cache()), device, config.imageSize(), pieces);
        } catch (IOException | MalformedModelException | EngineException e) {
            throw new UserError(
                    "weights '" + model.file() + "': PyTorch cannot load or run it: " + EngineErrors.line(e), e);
        }
    }

    /** Runs one batch. Milliseconds for each picture. */
    public double round(int batch) {
        long start = System.nanoTime();
        if (batch == 1 && widens) {
            wide();
        } else {
            pieces(batch);
        }
        return (System.nanoTime() - start) / 1e6 / batch;
    }

    private void wide() {
        WideThread.run(pieces, () -> piece(1));
    }

    private void pieces(int batch) {
        int perPiece = (batch + pieces - 1) / pieces;
        List<Future<?>> running = new ArrayList<>();
        for (int from = 0; from < batch; from += perPiece) {
            int count = Math.min(perPiece, batch - from);
            running.add(threads.submit(() -> piece(count)));
        }
        DetectThreads.joinAll(running);
    }

    private void piece(int count) {
        try (NDManager scope = program.newScope(device.engine())) {
            // A card computes after the call has returned; the copy waits for it.
            program.run(scope, scope.ones(new Shape(count, 3, side, side))).toDevice(Device.cpu(), false);
        }
    }

    @Override
    public void close() {
        DetectThreads.close(threads);
        program.close();
    }
}
