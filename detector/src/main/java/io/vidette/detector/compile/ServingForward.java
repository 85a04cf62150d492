package io.vidette.detector.compile;

import io.vidette.detector.network.Activation;
import io.vidette.detector.network.Graph;
import io.vidette.detector.network.Operation;
import io.vidette.detector.network.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The {@code forward} of the serving form: pictures {@code [batch, height, width, 3]} of bytes, red first, and the
 * score that candidates must be above, to candidates {@code [count, 7]}: index of the picture, centre x, centre y, width,
 * height (pixels), score, class. Candidates come level by level, row by row, anchor by anchor, class by class. Where only
 * the best class of a box counts, some that are not above the score may come too.
 */
final class ServingForward extends ForwardCode {
    /** Activations that oneDNN computes with the convolution, by PyTorch's names for them. */
    private static final Map<Activation, String> FUSED = Map.of(
            Activation.NONE, "none",
            Activation.SILU, "swish",
            Activation.LEAKY_RELU, "leaky_relu",
            Activation.HARDSWISH, "hardswish",
            Activation.RELU, "relu",
            Activation.SIGMOID, "sigmoid");

    private final ServingTarget target;

    private ServingForward(ServingTarget target) {
        this.target = target;
    }

    static String method(Graph graph, ServingTarget target) {
        ServingForward forward = new ServingForward(target);
        String bytes = target.kernels() == ServingTarget.Kernels.CUDNN ? forward.moved(graph) : "pictures";
        // Permuted, not copied: bytes with the channels last are what oneDNN's convolutions like best. Each of the 256
        // values
        // is exact in every precision.
        String pictures = "torch.to(torch.permute(%s, [0, 3, 1, 2]), %d, False, False, None)"
                .formatted(bytes, target.precision().torchNumber());
        forward.assign(graph.input(), InputScaling.isPossible(graph) ? pictures : "torch.div(" + pictures + ", 255.)");
        // A score is at most its objectness, so most boxes can go before anything is computed of them.
        forward.assign("least", "torch.logit(confidence)");
        graph.operations().forEach(operation -> operation.accept(forward));
        return "  def forward(self: " + ScriptModule.ROOT
                + ",\n    pictures: Tensor,\n    confidence: Tensor) -> Tensor:\n"
                + forward.body()
                + "    return " + graph.decode().output().name() + "\n";
    }

    /** One copy to where the weights are; from pinned memory the card fetches it itself, and this does not wait for it. */
    private String moved(Graph graph) {
        assign("device", "ops.prim.device(" + module(graph.decode().path()) + ".anchors)");
        assign("moved", "torch.to(pictures, device, None, True)");
        return "moved";
    }

    @Override
    public StringBuilder convolution(Operation.Convolution operation) {
        return switch (target.kernels()) {
            case PLAIN, CUDNN -> super.convolution(operation);
            case ONEDNN -> pointwise(operation);
        };
    }

    private StringBuilder pointwise(Operation.Convolution operation) {
        String module = module(operation.path());
        Activation activation = operation.activation();
        String fused = FUSED.getOrDefault(activation, "none");
        String convolution =
                ("ops.mkldnn._convolution_pointwise(%s, %s.weight, %s, [%d, %d], [%d, %d], [1, 1], %d, \"%s\", "
                                + "annotate(List[Optional[number]], [%s]), \"\")")
                        .formatted(
                                operation.input().name(),
                                module,
                                operation.bias() ? module + ".bias" : "None",
                                operation.padding(),
                                operation.padding(),
                                operation.step(),
                                operation.step(),
                                operation.groups(),
                                fused,
                                fused.equals("leaky_relu") ? Activation.LEAK : "");
        return assign(
                operation.output(),
                FUSED.containsKey(activation) ? convolution : activatedInPlace(activation, convolution));
    }

    @Override
    public StringBuilder decode(Operation.Decode operation) {
        String anchors = module(operation.path()) + ".anchors";
        List<String> levels = new ArrayList<>();
        for (int level = 0; level < operation.inputs().size(); level++) {
            levels.add(level(operation, anchors, level));
        }
        String found = "torch.cat([" + String.join(", ", levels) + "], 0)";
        boolean elsewhere = target.kernels() == ServingTarget.Kernels.CUDNN;
        return assign(operation.output(), elsewhere ? "torch.cpu(" + found + ")" : found);
    }

    private String level(Operation.Decode operation, String anchors, int level) {
        Value map = operation.inputs().get(level);
        int perCell = operation.head().anchorsPerLevel();
        int outputs = operation.head().outputs();
        String id = "_" + level;
        assign("h" + id, "torch.size(" + map.name() + ", 2)");
        assign("w" + id, "torch.size(" + map.name() + ", 3)");
        // With the channels last in memory this is a view: one row for each anchor of each cell.
        assign("rows" + id, "torch.reshape(torch.permute(%s, [0, 2, 3, 1]), [-1, %d])".formatted(map.name(), outputs));
        assign(
                "kept" + id,
                "torch.reshape(torch.nonzero(torch.gt(torch.select(rows%s, 1, 4), least)), [-1])".formatted(id));
        assign("r" + id, "torch.to(torch.index_select(rows%s, 0, kept%s), 6, False, False, None)".formatted(id, id));
        assign("s" + id, "torch.sigmoid(r%s)".formatted(id));
        assign("a" + id, "torch.remainder(kept%s, %d)".formatted(id, perCell));
        assign("cell" + id, "torch.floor_divide(kept%s, %d)".formatted(id, perCell));
        assign("col" + id, "torch.remainder(cell%s, w%s)".formatted(id, id));
        assign("line" + id, "torch.floor_divide(cell%s, w%s)".formatted(id, id));
        assign("row" + id, "torch.remainder(line%s, h%s)".formatted(id, id));
        assign("image" + id, "torch.unsqueeze(torch.floor_divide(line%s, h%s), 1)".formatted(id, id));
        assign("grid" + id, "torch.stack([col%s, row%s], 1)".formatted(id, id));
        double scale = operation.code().centreScales().get(level);
        assign(
                "xy" + id,
                "torch.sub(torch.mul(torch.slice(s%s, 1, 0, 2), %s), %s)".formatted(id, scale, (scale - 1) / 2));
        assign("xy" + id, "torch.mul(torch.add(xy%s, grid%s), %d.)".formatted(id, id, map.stride()));
        String size = switch (operation.code().size()) {
            case SQUARED_SIGMOID -> "torch.pow(torch.mul(torch.slice(s%s, 1, 2, 4), 2.), 2)";
            case EXPONENTIAL -> "torch.exp(torch.slice(r%s, 1, 2, 4))";
        };
        assign("wh" + id, size.formatted(id));
        assign(
                "sizes" + id,
                "torch.mul(torch.index_select(torch.select(%s, 0, %d), 0, a%s), %d.)"
                        .formatted(anchors, level, id, map.stride()));
        assign("p" + id, "torch.mul(torch.slice(s%s, 1, 5, %d), torch.slice(s%s, 1, 4, 5))".formatted(id, outputs, id));
        assign(
                "box" + id,
                "torch.cat([torch.to(image%s, 6, False, False, None), xy%s, torch.mul(wh%s, sizes%s)], 1)"
                        .formatted(id, id, id, id));
        if (target.multiLabel()) {
            assign("above" + id, "torch.gt(p%s, confidence)".formatted(id));
            assign("pairs" + id, "torch.nonzero(above%s)".formatted(id));
            assign("box" + id, "torch.index_select(box%s, 0, torch.select(pairs%s, 1, 0))".formatted(id, id));
            assign("score" + id, "torch.unsqueeze(torch.masked_select(p%s, above%s), 1)".formatted(id, id));
            assign("class" + id, "torch.slice(pairs%s, 1, 1, 2)".formatted(id));
        } else {
            assign("score%s, class%s".formatted(id, id), "torch.max(p%s, 1, True)".formatted(id));
        }
        assign(
                "found" + id,
                "torch.cat([box%s, score%s, torch.to(class%s, 6, False, False, None)], 1)".formatted(id, id, id));
        return "found" + id;
    }
}
