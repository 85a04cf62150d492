package io.vidette.detector.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vidette.detector.compile.ServingCompiler;
import io.vidette.detector.compile.ServingTarget;
import io.vidette.detector.nms.Candidates;
import io.vidette.detector.nms.ScoreThresholds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The form of a model that serves on this machine: pictures in, candidates out. {@link ServingForms} finds it.
 *
 * <p>Threading: as {@link Program}.
 */
final class ServingForm implements AutoCloseable {
    /** Numbers that describe a candidate: picture, centre, size, score, class. */
    private static final int FIELDS = 7;

    private final ServingTarget target;
    private final Program program;

    private ServingForm(ServingTarget target, Program program) {
        this.target = target;
        this.program = program;
    }

    /**
     * Loads a form that is not checked yet.
     *
     * @param device that it runs on
     * @param side of the squares that it will serve, in pixels
     */
    static ServingForm load(ServingTarget target, Path file, Device device, int side)
            throws IOException, MalformedModelException {
        ServingForm form = new ServingForm(target, Program.load(file, device));
        try {
            form.pack(side);
            return form;
        } catch (RuntimeException e) {
            form.close();
            throw e;
        }
    }

    private void pack(int side) {
        if (target.packs()) {
            try (NDManager scope = newScope()) {
                program.call(scope, ServingCompiler.PACK, scope.zeros(new Shape(1, side, side, 3), DataType.UINT8));
            }
        }
    }

    ServingTarget target() {
        return target;
    }

    NDManager newScope() {
        return program.newScope();
    }

    /** Runs another method than {@code forward}; the outcome belongs to the scope. */
    NDArray call(NDManager scope, String method, NDArray input) {
        return program.call(scope, method, input);
    }

    /** Runs on squares of bytes {@code [count, side, side, 3]}; candidates {@code [found, 7]} belong to the scope. */
    NDArray run(NDManager scope, ByteBuffer squares, Shape shape, float confidence) {
        NDArray pictures = scope.create(squares, shape, DataType.UINT8);
        return program.run(scope, pictures, scope.create(confidence));
    }

    /**
     * Hands out the rows of {@link #run}, those not above their threshold left out.
     *
     * @param pictures the candidates of each picture, added to
     */
    static void sort(NDArray found, List<Candidates> pictures, ScoreThresholds thresholds) {
        if (found.size() == 0) {
            return;
        }
        // Read where the engine left them: a copy of all rows would be the largest thing made for a batch.
        FloatBuffer rows =
                found.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
        for (int i = 0; i < rows.limit(); i += FIELDS) {
            float score = rows.get(i + 5);
            int classId = (int) rows.get(i + 6);
            if (score > thresholds.forClass(classId)) {
                pictures.get((int) rows.get(i))
                        .addCentred(rows.get(i + 1), rows.get(i + 2), rows.get(i + 3), rows.get(i + 4), score, classId);
            }
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
