package io.vidette.detector.compile;

import io.vidette.detector.network.Activation;
import io.vidette.detector.network.Graph;
import io.vidette.detector.network.Operation;
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

    /** Boxes are rows. */
    private static final TermArithmetic ARITHMETIC = new TermArithmetic(1);

    private static final Term PICTURES = new Term("pictures");
    private static final Term CONFIDENCE = new Term("confidence");

    private final ServingTarget target;
    /** The raw objectness that a box must be above: a score is at most its objectness. */
    private final Term least;

    private ServingForward(ScriptMethod method, ServingTarget target, Term least) {
        super(method);
        this.target = target;
        this.least = least;
    }

    static String method(Graph graph, ServingTarget target) {
        ScriptMethod method = new ScriptMethod("forward", PICTURES, CONFIDENCE);
        Term bytes = target.kernels() == ServingTarget.Kernels.CUDNN ? moved(method, graph) : PICTURES;
        // Permuted, not copied: bytes with the channels last are what oneDNN's convolutions like best. Each of the 256
        // values is exact in every precision.
        Term numbers = bytes.permute(0, 3, 1, 2).ofType(target.precision().torchNumber());
        method.let(graph.input().name(), InputScaling.isPossible(graph) ? numbers : numbers.apply("div", 255.0));
        ServingForward forward = new ServingForward(method, target, method.let("least", CONFIDENCE.apply("logit")));
        graph.operations().forEach(operation -> operation.accept(forward));
        return method.returning(variable(graph.decode().output()));
    }

    /** One copy to where the weights are; from pinned memory the card fetches it itself, and this does not wait for it. */
    private static Term moved(ScriptMethod method, Graph graph) {
        Term anchors = method.module(graph.decode().path()).tensor("anchors");
        Term device = method.let("device", Term.call("ops.prim.device", anchors));
        return method.let("moved", PICTURES.apply("to", device, Term.NONE, true));
    }

    @Override
    public Term convolution(Operation.Convolution operation) {
        return switch (target.kernels()) {
            case PLAIN, CUDNN -> super.convolution(operation);
            case ONEDNN -> pointwise(operation);
        };
    }

    private Term pointwise(Operation.Convolution operation) {
        Term module = method().module(operation.path());
        Activation activation = operation.activation();
        String fused = FUSED.getOrDefault(activation, "none");
        List<Double> scalars = activation == Activation.LEAKY_RELU ? List.of(Activation.LEAK) : List.of();
        Term convolution = Term.call(
                "ops.mkldnn._convolution_pointwise",
                variable(operation.input()),
                module.tensor("weight"),
                bias(operation, module),
                square(operation.padding()),
                square(operation.step()),
                square(1),
                operation.groups(),
                fused,
                Term.call("annotate", new Term("List[Optional[number]]"), scalars),
                "");
        return let(operation, FUSED.containsKey(activation) ? convolution : activatedInPlace(activation, convolution));
    }

    @Override
    public Term decode(Operation.Decode operation) {
        Term anchors = method().module(operation.path()).tensor("anchors");
        List<Term> levels = new ArrayList<>();
        for (BoxDecoding decoding : BoxDecoding.levels(operation)) {
            Term map = variable(operation.inputs().get(decoding.level()));
            levels.add(candidates(decoding, map, anchors.select(0, decoding.level())));
        }
        Term found = Term.cat(levels, 0);
        return let(operation, target.kernels() == ServingTarget.Kernels.CUDNN ? found.apply("cpu") : found);
    }

    /** @param anchorCells {@code [anchors, 2]} */
    private Term candidates(BoxDecoding decoding, Term map, Term anchorCells) {
        ScriptMethod.Block level = method().level(decoding.level());
        Term height = level.let("h", map.side(2));
        Term width = level.let("w", map.side(3));
        // With the channels last in memory this is a view: one row for each anchor of each cell.
        Term rows = level.let("rows", map.permute(0, 2, 3, 1).reshape(-1, decoding.outputs()));
        Term kept = level.let(
                "kept",
                rows.select(1, BoxDecoding.OBJECTNESS)
                        .above(least)
                        .apply("nonzero")
                        .reshape(-1));
        Term raw = level.let("r", rows.rowsAt(kept).floats());
        Term squashed = level.let("s", ARITHMETIC.sigmoid(raw));
        Term anchor = level.let("a", kept.remainder(decoding.anchors()));
        Term cell = level.let("cell", kept.floorDivide(decoding.anchors()));
        Term column = level.let("col", cell.remainder(width));
        Term line = level.let("line", cell.floorDivide(width));
        Term row = level.let("row", line.remainder(height));
        Term image = level.let("image", line.floorDivide(height).column());
        Term grid = level.let("grid", Term.torch("stack", List.of(column, row), 1));
        Term centre = level.let(
                "xy",
                decoding.centre(ARITHMETIC.numbers(squashed, BoxDecoding.CENTRE, BoxDecoding.SIZE), grid, ARITHMETIC));
        Term inAnchors = level.let("wh", decoding.sizeInAnchors(new BoxDecoding.Outputs<>(raw, squashed), ARITHMETIC));
        Term anchors = level.let("sizes", decoding.anchorPixels(anchorCells.rowsAt(anchor), ARITHMETIC));
        Term scores = level.let("p", decoding.scores(squashed, ARITHMETIC));
        Term size = decoding.sizePixels(inAnchors, anchors, ARITHMETIC);
        Term boxes = level.let("box", Term.cat(List.of(image.floats(), centre, size), 1));
        return level.let(
                "found", target.multiLabel() ? everyClass(level, boxes, scores) : bestClass(level, boxes, scores));
    }

    private static Term everyClass(ScriptMethod.Block level, Term boxes, Term scores) {
        Term above = level.let("above", scores.above(CONFIDENCE));
        Term pairs = level.let("pairs", above.apply("nonzero"));
        Term repeated = level.let("box", boxes.rowsAt(pairs.select(1, 0)));
        Term score = level.let("score", scores.apply("masked_select", above).column());
        Term label = level.let("class", pairs.slice(1, 1, 2));
        return Term.cat(List.of(repeated, score, label.floats()), 1);
    }

    private static Term bestClass(ScriptMethod.Block level, Term boxes, Term scores) {
        ScriptMethod.Pair best = level.letPair("score", "class", scores.apply("max", 1, true));
        return Term.cat(List.of(boxes, best.first(), best.second().floats()), 1);
    }
}
