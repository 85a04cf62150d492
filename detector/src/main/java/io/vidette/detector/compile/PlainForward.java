package io.vidette.detector.compile;

import io.vidette.detector.network.Graph;
import io.vidette.detector.network.Operation;
import io.vidette.detector.network.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code forward} of {@code best.pt}: pictures {@code [batch, 3, height, width]} of 0..1 to a tuple of one tensor
 * {@code [batch, boxes, 5 + classes]} (centre, size, objectness, classes; pixels), which is what Ultralytics' own export
 * returns. Boxes come level by level, anchor by anchor, row by row. Any height and width that are multiples of the
 * largest stride will do: the grids are made in the program.
 */
final class PlainForward extends ForwardCode {
    static String method(Graph graph) {
        PlainForward forward = new PlainForward();
        graph.operations().forEach(operation -> operation.accept(forward));
        return "  def forward(self: " + ScriptModule.ROOT + ",\n    x: Tensor) -> Tuple[Tensor]:\n"
                + forward.body()
                + "    return (" + graph.decode().output().name() + ",)\n";
    }

    @Override
    public StringBuilder decode(Operation.Decode operation) {
        String anchors = module(operation.path()) + ".anchors";
        List<String> levels = new ArrayList<>();
        for (int level = 0; level < operation.inputs().size(); level++) {
            levels.add(level(operation, anchors, level));
        }
        return assign(operation.output(), "torch.cat([" + String.join(", ", levels) + "], 1)");
    }

    /** See {@link BoxCode}. */
    private String level(Operation.Decode operation, String anchors, int level) {
        Value map = operation.inputs().get(level);
        int perCell = operation.head().anchorsPerLevel();
        int outputs = operation.head().outputs();
        String id = "_" + level;
        assign("n" + id, "torch.size(" + map.name() + ", 0)");
        assign("h" + id, "torch.size(" + map.name() + ", 2)");
        assign("w" + id, "torch.size(" + map.name() + ", 3)");
        assign(
                "t" + id,
                "torch.reshape(" + map.name() + ", [n" + id + ", " + perCell + ", " + outputs + ", h" + id + ", w" + id
                        + "])");
        assign("r" + id, "torch.permute(t" + id + ", [0, 1, 3, 4, 2])");
        assign("s" + id, "torch.sigmoid(r" + id + ")");
        String range = "torch.arange(%s, dtype=6, layout=0, device=ops.prim.device(" + map.name() + "))";
        assign("gx" + id, "torch.view(" + range.formatted("w" + id) + ", [1, 1, 1, w" + id + ", 1])");
        assign("gy" + id, "torch.view(" + range.formatted("h" + id) + ", [1, 1, h" + id + ", 1, 1])");
        double scale = operation.code().centreScales().get(level);
        String centre = "torch.mul(torch.add(torch.sub(torch.mul(torch.slice(s%s, 4, %d, %d), " + scale + "), "
                + (scale - 1) / 2 + "), %s), %d.)";
        assign("cx" + id, centre.formatted(id, 0, 1, "gx" + id, map.stride()));
        assign("cy" + id, centre.formatted(id, 1, 2, "gy" + id, map.stride()));
        assign(
                "a" + id,
                "torch.view(torch.mul(torch.select(" + anchors + ", 0, " + level + "), " + map.stride() + ".), [1, "
                        + perCell + ", 1, 1, 2])");
        String size = switch (operation.code().size()) {
            case SQUARED_SIGMOID -> "torch.pow(torch.mul(torch.slice(s%s, 4, 2, 4), 2.), 2)";
            case EXPONENTIAL -> "torch.exp(torch.slice(r%s, 4, 2, 4))";
        };
        assign("wh" + id, "torch.mul(" + size.formatted(id) + ", a" + id + ")");
        assign("p" + id, "torch.slice(s" + id + ", 4, 4, " + outputs + ")");
        assign(
                "z" + id,
                "torch.reshape(torch.cat([cx" + id + ", cy" + id + ", wh" + id + ", p" + id + "], 4), [n" + id
                        + ", -1, " + outputs + "])");
        return "z" + id;
    }
}
