package io.vidette.detector.serve;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vidette.detector.compile.ServingCompiler;
import io.vidette.detector.compile.ServingTarget;
import io.vidette.detector.torch.Program;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The form that {@link ServingCompiler} wrote for this machine. {@link CompiledForms} finds it.
 *
 * <p>Threading: as {@link Program}.
 */
final class CompiledForm implements ServingForm {
    private final ServingTarget target;
    private final Program program;

    private CompiledForm(ServingTarget target, Program program) {
        this.target = target;
        this.program = program;
    }

    /**
     * Loads a form that is not checked yet.
     *
     * @param device that it runs on
     * @param side of the squares that it will serve, in pixels
     */
    static CompiledForm load(ServingTarget target, Path file, Device device, int side)
            throws IOException, MalformedModelException {
        CompiledForm form = new CompiledForm(target, Program.load(file, device));
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

    /** Runs another method than {@code forward}; the outcome belongs to the scope. */
    NDArray call(NDManager scope, String method, NDArray input) {
        return program.call(scope, method, input);
    }

    @Override
    public String key() {
        return target.key();
    }

    @Override
    public NDManager newScope() {
        return program.newScope();
    }

    @Override
    public NDArray run(NDManager scope, ByteBuffer squares, Shape shape, float confidence) {
        NDArray pictures = scope.create(squares, shape, DataType.UINT8);
        return program.run(scope, pictures, scope.create(confidence));
    }

    @Override
    public void close() {
        program.close();
    }
}
