package io.vidette.detector.compile;

import io.vidette.detector.network.Graph;
import io.vidette.detector.network.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code forward} of {@code best.pt}: pictures {@code [batch, 3, height, width]} of 0..1 to a tuple of one tensor
 * {@code [batch, boxes, 5 + classes]} (centre, size, objectness, classes; pixels), which is what Ultralytics' own export
 * returns. Boxes come level by level, anchor by anchor, row by row. Any height and width that are multiples of the
 * largest stride will do: the grids are made in the program.
 */
final class PlainForward extends ForwardCode {
    /** Maps are turned to {@code [batch, anchors, rows, columns, numbers of a box]}. */
    private static final int NUMBERS = 4;

    private static final TermArithmetic ARITHMETIC = new TermArithmetic(NUMBERS);

    private PlainForward(ScriptMethod method) {
        super(method);
    }

    static String method(Graph graph) {
        ScriptMethod method = new ScriptMethod("forward", variable(graph.input()));
        PlainForward forward = new PlainForward(method);
        graph.operations().forEach(operation -> operation.accept(forward));
        return method.returningTuple(variable(graph.decode().output()));
    }

    @Override
    public Term decode(Operation.Decode operation) {
        Term anchors = method().module(operation.path()).tensor("anchors");
        List<Term> levels = new ArrayList<>();
        for (BoxDecoding decoding : BoxDecoding.levels(operation)) {
            Term map = variable(operation.inputs().get(decoding.level()));
            levels.add(boxes(decoding, map, anchors.select(0, decoding.level())));
        }
        return let(operation, Term.cat(levels, 1));
    }

    /** @param anchorCells {@code [anchors, 2]} */
    private Term boxes(BoxDecoding decoding, Term map, Term anchorCells) {
        ScriptMethod.Block level = method().level(decoding.level());
        Term batch = level.let("n", map.side(0));
        Term rows = level.let("h", map.side(2));
        Term columns = level.let("w", map.side(3));
        Term split = level.let("t", map.reshape(batch, decoding.anchors(), decoding.outputs(), rows, columns));
        Term raw = level.let("r", split.permute(0, 1, 3, 4, 2));
        Term squashed = level.let("s", ARITHMETIC.sigmoid(raw));
        Term column = level.let("gx", Term.floatsBelow(columns, map).view(1, 1, 1, columns, 1));
        Term row = level.let("gy", Term.floatsBelow(rows, map).view(1, 1, rows, 1, 1));
        Term x = level.let("cx", centre(decoding, squashed, 0, column));
        Term y = level.let("cy", centre(decoding, squashed, 1, row));
        Term anchors =
                level.let("a", decoding.anchorPixels(anchorCells, ARITHMETIC).view(1, decoding.anchors(), 1, 1, 2));
        Term inAnchors = decoding.sizeInAnchors(new BoxDecoding.Outputs<>(raw, squashed), ARITHMETIC);
        Term size = level.let("wh", decoding.sizePixels(inAnchors, anchors, ARITHMETIC));
        Term probabilities = level.let("p", ARITHMETIC.numbers(squashed, BoxDecoding.OBJECTNESS, decoding.outputs()));
        Term boxes = Term.cat(List.of(x, y, size, probabilities), NUMBERS);
        return level.let("z", boxes.reshape(batch, -1, decoding.outputs()));
    }

    /** @param axis 0 for x, 1 for y */
    private static Term centre(BoxDecoding decoding, Term squashed, int axis, Term cell) {
        int index = BoxDecoding.CENTRE + axis;
        return decoding.centre(ARITHMETIC.numbers(squashed, index, index + 1), cell, ARITHMETIC);
    }
}
