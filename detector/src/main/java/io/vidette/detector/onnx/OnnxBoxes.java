package io.vidette.detector.onnx;

import io.vidette.detector.network.Operation;
import io.vidette.detector.network.Value;
import java.util.ArrayList;
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
    private int values;

    /** @param anchors {@code [levels, anchors, 2]} in cells */
    OnnxBoxes(OnnxGraph onnx, Operation.Decode decode, float[] anchors) {
        this.onnx = onnx;
        this.decode = decode;
        this.anchors = anchors;
    }

    String write() {
        List<String> levels = new ArrayList<>();
        for (int level = 0; level < decode.inputs().size(); level++) {
            levels.add(level(level));
        }
        return onnx.node("Concat", decode.output().name(), levels, Map.of("axis", 1));
    }

    private String level(int level) {
        Value map = decode.inputs().get(level);
        int perCell = decode.head().anchorsPerLevel();
        int outputs = decode.head().outputs();
        String size = node("Shape", map.name());
        String height = part(size, 2);
        String width = part(size, 3);
        // A zero keeps the side as it is: [batch, anchors, outputs, cells], then the outputs last.
        String cells = node("Reshape", map.name(), onnx.wholes(0, perCell, outputs, -1));
        String raw = node("Transpose", Map.of("perm", List.of(0, 1, 3, 2)), cells);
        String squashed = node("Sigmoid", raw);
        String index = node("Range", onnx.whole(0), node("Mul", height, width), onnx.whole(1));
        String column = cell(node("Mod", index, width));
        String row = cell(node("Div", index, width));
        String grid = node("Concat", Map.of("axis", 3), column, row);
        double scale = decode.code().centreScales().get(level);
        String within = node("Sub", node("Mul", outputs(squashed, 0, 2), onnx.real(scale)), onnx.real((scale - 1) / 2));
        String centre = node("Mul", node("Add", within, grid), onnx.real(map.stride()));
        String factors = switch (decode.code().size()) {
            case SQUARED_SIGMOID -> {
                String twice = node("Mul", outputs(squashed, 2, 4), onnx.real(2));
                yield node("Mul", twice, twice);
            }
            case EXPONENTIAL -> node("Exp", outputs(raw, 2, 4));
        };
        String sides = node("Mul", factors, pixels(level, perCell, map.stride()));
        String box = node("Concat", Map.of("axis", 3), centre, sides, outputs(squashed, 4, outputs));
        return node("Reshape", box, onnx.wholes(0, -1, outputs));
    }

    private String pixels(int level, int perCell, int stride) {
        float[] pixels = new float[perCell * 2];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = anchors[level * pixels.length + i] * stride;
        }
        return onnx.floats(List.of(1, perCell, 1, 2), pixels);
    }

    private String part(String shape, int index) {
        return node("Gather", shape, onnx.whole(index));
    }

    private String cell(String index) {
        String real = node("Cast", Map.of("to", 1), index);
        return node("Reshape", real, onnx.wholes(1, 1, -1, 1));
    }

    private String outputs(String all, int from, int to) {
        return node("Slice", all, onnx.wholes(from), onnx.wholes(to), onnx.wholes(3));
    }

    private String node(String type, String... inputs) {
        return node(type, Map.of(), inputs);
    }

    private String node(String type, Map<String, Object> attributes, String... inputs) {
        return onnx.node(type, "box" + values++, List.of(inputs), attributes);
    }
}
