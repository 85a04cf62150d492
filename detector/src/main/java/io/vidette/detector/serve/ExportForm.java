package io.vidette.detector.serve;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vidette.detector.compile.ExportAdapter;
import io.vidette.detector.compile.HeadOutput;
import io.vidette.detector.torch.Program;
import java.nio.ByteBuffer;

/**
 * An exported model as it serves: its own program between the two of ours. {@link ExportForms} makes it.
 *
 * <p>Threading: as {@link Program}.
 *
 * @param program the export's own
 * @param adapter ours
 * @param head how {@code output} is read
 * @param output what one picture gives
 * @param group pictures that the program takes at once and no others; 0 where it takes any number
 */
record ExportForm(Program program, Program adapter, HeadOutput head, ExportOutput output, int group)
        implements ServingForm {
    @Override
    public String key() {
        return "export-fp32";
    }

    @Override
    public boolean isFinal() {
        return head == HeadOutput.END_TO_END;
    }

    @Override
    public NDManager newScope() {
        return program.newScope();
    }

    @Override
    public NDArray run(NDManager scope, ByteBuffer squares, Shape shape, float confidence) {
        NDArray pictures = scope.create(squares, shape, DataType.UINT8);
        NDArray floats = adapter.call(scope, ExportAdapter.PREPARE, pictures);
        NDArray answer = group == 0 ? program.run(scope, floats) : inGroups(scope, floats);
        return adapter.run(scope, answer, scope.create(confidence));
    }

    /** The last group is filled up with black. */
    private NDArray inGroups(NDManager scope, NDArray floats) {
        long count = floats.getShape().get(0);
        NDList answers = new NDList();
        for (long from = 0; from < count; from += group) {
            long size = Math.min(group, count - from);
            NDArray pictures = floats.get(from + ":" + (from + size));
            if (size < group) {
                long[] missing = floats.getShape().getShape();
                missing[0] = group - size;
                pictures = NDArrays.concat(new NDList(pictures, scope.zeros(new Shape(missing))));
            }
            answers.add(program.run(scope, pictures).get("0:" + size));
        }
        return NDArrays.concat(answers);
    }

    @Override
    public void close() {
        program.close();
        adapter.close();
    }
}
