package io.vidette.detector.compile;

import io.vidette.detector.network.Graph;
import io.vidette.detector.network.Operation;

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
        return "  def " + PIN + "(self: " + ScriptModule.ROOT + ",\n    buffer: Tensor) -> Tensor:\n"
                + "    return torch.pin_memory(buffer)\n";
    }

    static String method(Graph graph, ServingTarget.Kernels kernels) {
        StringBuilder code = new StringBuilder("  def " + METHOD + "(self: " + ScriptModule.ROOT
                + ",\n    pictures: Tensor) -> Tensor:\n    count = torch.size(pictures, 0)\n"
                + "    height = torch.size(pictures, 1)\n    width = torch.size(pictures, 2)\n");
        int modules = 0;
        for (Operation operation : graph.operations()) {
            if (operation instanceof Operation.Convolution convolution) {
                String module = "m" + modules++;
                code.append("    %s = %s\n".formatted(module, ScriptModule.reference(convolution.path())));
                switch (kernels) {
                    case PLAIN -> throw new IllegalArgumentException("nothing to pack");
                    case ONEDNN -> reorder(code, module, convolution);
                    case CUDNN ->
                        code.append("    %s.weight = torch.contiguous(%s.weight, memory_format=%d)\n"
                                .formatted(module, module, CHANNELS_LAST));
                }
            }
        }
        return code.append("    return pictures\n").toString();
    }

    /** The size of the map only decides the layout; another size gives the same numbers. */
    private static void reorder(StringBuilder code, String module, Operation.Convolution convolution) {
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
