package io.vidette.detector.compile;

import io.vidette.detector.network.Graph;
import io.vidette.detector.network.Operation;
import java.util.List;

/**
 * Writes the method {@code pack}, which a serving form is told to run once after it was loaded: it puts the weights into
 * the layout that oneDNN or cuDNN computes with. Without it every convolution does so again in every call, which for large
 * kernels on small maps takes longer than the convolution.
 */
final class PackingCode {
    /** Name of the method: takes pictures such as will be served, and returns them. */
    static final String METHOD = "pack";

    private PackingCode() {}

    /** PyTorch's number for a layout with the channels last. */
    private static final int CHANNELS_LAST = 2;

    /** Method of forms for graphics cards: takes a tensor and returns its numbers in pinned memory. */
    static final String PIN = "pin";

    static String pinning() {
        Term buffer = new Term("buffer");
        return new ScriptMethod(PIN, buffer).returning(buffer.apply("pin_memory"));
    }

    static String method(Graph graph, ServingTarget.Kernels kernels) {
        Term pictures = new Term("pictures");
        ScriptMethod method = new ScriptMethod(METHOD, pictures);
        Term count = method.let("count", pictures.side(0));
        Term height = method.let("height", pictures.side(1));
        Term width = method.let("width", pictures.side(2));
        for (Operation operation : graph.operations()) {
            if (operation instanceof Operation.Convolution convolution) {
                Term weight = method.module(convolution.path()).tensor("weight");
                method.set(
                        weight,
                        switch (kernels) {
                            case PLAIN -> throw new IllegalArgumentException("nothing to pack");
                            case ONEDNN -> reordered(weight, convolution, count, height, width);
                            case CUDNN -> weight.apply("contiguous", Term.named("memory_format", CHANNELS_LAST));
                        });
            }
        }
        return method.returning(pictures);
    }

    /** The size of the map only decides the layout; another size gives the same numbers. */
    private static Term reordered(Term weight, Operation.Convolution convolution, Term count, Term height, Term width) {
        return Term.call(
                "ops.mkldnn._reorder_convolution_weight",
                weight,
                ForwardCode.square(convolution.padding()),
                ForwardCode.square(convolution.step()),
                ForwardCode.square(1),
                convolution.groups(),
                List.of(
                        count,
                        convolution.input().channels(),
                        cells(height, convolution.input().stride()),
                        cells(width, convolution.input().stride())));
    }

    private static Object cells(Term pixels, int stride) {
        // A map that is the mean of another has no stride and one cell.
        return stride == 0 ? 1 : pixels.apply("floordiv", stride);
    }
}
