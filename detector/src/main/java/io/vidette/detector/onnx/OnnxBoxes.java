package io.vidette.detector.onnx;

import io.vidette.detector.compile.BoxDecoding;
import io.vidette.detector.network.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The nodes that make boxes of maps, level by level, anchor by anchor, row by row. Height and width of a map are read when
 * the program runs.
 */
final class OnnxBoxes {
    private final OnnxGraph onnx;
    private final Operation.Decode decode;
    private final float[] anchors;
    private final Nodes arithmetic = new Nodes();
    private int values;

    /** @param anchors {@code [levels, anchors, 2]} in cells */
    OnnxBoxes(OnnxGraph onnx, Operation.Decode decode, float[] anchors) {
        this.onnx = onnx;
        this.decode = decode;
        this.anchors = anchors;
    }

    String write() {
        List<String> levels =
                BoxDecoding.levels(decode).stream().map(this::level).toList();
        return onnx.node("Concat", decode.output().name(), levels, Map.of("axis", 1));
    }

    private String level(BoxDecoding decoding) {
        String map = decode.inputs().get(decoding.level()).name();
        int outputs = decoding.outputs();
        String size = node("Shape", map);
        String height = part(size, 2);
        String width = part(size, 3);
        // A zero keeps the side as it is: [batch, anchors, outputs, cells], then the outputs last.
        String cells = node("Reshape", map, onnx.wholes(0, decoding.anchors(), outputs, -1));
        String raw = node("Transpose", Map.of("perm", List.of(0, 1, 3, 2)), cells);
        BoxDecoding.Outputs<String> numbers = BoxDecoding.Outputs.of(raw, arithmetic);
        String index = node("Range", onnx.whole(0), node("Mul", height, width), onnx.whole(1));
        String column = cell(node("Mod", index, width));
        String row = cell(node("Div", index, width));
        String grid = node("Concat", Map.of("axis", 3), column, row);
        String centre = decoding.centre(
                arithmetic.numbers(numbers.squashed(), BoxDecoding.CENTRE, BoxDecoding.SIZE), grid, arithmetic);
        String inAnchors = decoding.sizeInAnchors(numbers, arithmetic);
        String sides = decoding.sizePixels(inAnchors, anchorPixels(decoding), arithmetic);
        String probabilities = arithmetic.numbers(numbers.squashed(), BoxDecoding.OBJECTNESS, outputs);
        String box = node("Concat", Map.of("axis", 3), centre, sides, probabilities);
        return node("Reshape", box, onnx.wholes(0, -1, outputs));
    }

    private String anchorPixels(BoxDecoding decoding) {
        int sides = decoding.anchors() * 2;
        int first = decoding.level() * sides;
        float[] pixels = decoding.anchorPixels(Arrays.copyOfRange(anchors, first, first + sides));
        return onnx.floats(List.of(1, decoding.anchors(), 1, 2), pixels);
    }

    private String part(String shape, int index) {
        return node("Gather", shape, onnx.whole(index));
    }

    private String cell(String index) {
        String real = node("Cast", Map.of("to", 1), index);
        return node("Reshape", real, onnx.wholes(1, 1, -1, 1));
    }

    private String node(String type, String... inputs) {
        return node(type, Map.of(), inputs);
    }

    private String node(String type, Map<String, Object> attributes, String... inputs) {
        return onnx.node(type, "box" + values++, List.of(inputs), attributes);
    }

    /** The arithmetic of boxes as nodes; the numbers of a box lie along the last dimension of four. */
    private final class Nodes implements BoxDecoding.Arithmetic<String> {
        @Override
        public String numbers(String boxes, int from, int to) {
            return node("Slice", boxes, onnx.wholes(from), onnx.wholes(to), onnx.wholes(3));
        }

        @Override
        public String sigmoid(String operand) {
            return node("Sigmoid", operand);
        }

        @Override
        public String exponential(String operand) {
            return node("Exp", operand);
        }

        @Override
        public String square(String operand) {
            return node("Mul", operand, operand);
        }

        @Override
        public String add(String left, String right) {
            return node("Add", left, right);
        }

        @Override
        public String subtract(String left, double right) {
            return node("Sub", left, onnx.real(right));
        }

        @Override
        public String multiply(String left, String right) {
            return node("Mul", left, right);
        }

        @Override
        public String multiply(String left, double right) {
            return node("Mul", left, onnx.real(right));
        }
    }
}
