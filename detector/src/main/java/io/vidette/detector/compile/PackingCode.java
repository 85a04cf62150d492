package io.vidette.detector.compile;

import io.vidette.detector.network.Graph;
import io.vidette.detector.network.Operation;

/**
 * Writes the method {@code pack}, which a serving form is told to run once after it was loaded: it puts the weights into
 * the layout that oneDNN computes with. Without it every convolution does so again in every call, which for large kernels
 * on small maps takes longer than the convolution.
 */
final class PackingCode {
    /** Name of the method: takes pictures such as will be served, and returns them. */
    static final String METHOD = "pack";

    private PackingCode() {}

    static String method(Graph graph) {
        StringBuilder code = new StringBuilder("  def " + METHOD + "(self: " + ScriptModule.ROOT
                + ",\n    pictures: Tensor) -> Tensor:\n    count = torch.size(pictures, 0)\n"
                + "    height = torch.size(pictures, 1)\n    width = torch.size(pictures, 2)\n");
        int modules = 0;
        for (Operation operation : graph.operations()) {
            if (operation instanceof Operation.Convolution convolution) {
                append(code, "m" + modules++, convolution);
            }
        }
        return code.append("    return pictures\n").toString();
    }

    /** The size of the map only decides the layout; another size gives the same numbers. */
    private static void append(StringBuilder code, String module, Operation.Convolution convolution) {
        code.append("    %s = %s\n".formatted(module, ScriptModule.reference(convolution.path())));
        int stride = convolution.input().stride();
        // A map that is the mean of another has no stride and one cell.
        String size = stride == 0
                ? "1, 1"
                : "torch.floordiv(height, %d), torch.floordiv(width, %d)".formatted(stride, stride);
        code.append(
                ("    %s.weight = ops.mkldnn._reorder_convolution_weight(%s.weight, [%d, %d], [%d, %d], [1, 1], %d, "
                                + "[count, %d, %s])\n")
                        .formatted(
                                module,
                                module,
                                convolution.padding(),
                                convolution.padding(),
                                convolution.step(),
                                convolution.step(),
                                convolution.groups(),
                                convolution.input().channels(),
                                size));
    }
}
