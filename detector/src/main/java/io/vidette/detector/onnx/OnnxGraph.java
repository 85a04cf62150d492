package io.vidette.detector.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** A graph of ONNX in the making: nodes, and constant tensors. Field numbers are those of {@code onnx.proto}, IR version 8. */
final class OnnxGraph {
    /** Of the operators that the nodes name. */
    private static final int OPSET = 17;

    private static final int IR_VERSION = 8;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int ATTRIBUTE_FLOAT = 1;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_STRING = 3;
    private static final int ATTRIBUTE_INTS = 7;

    private final ProtoMessage graph = new ProtoMessage();
    private int constants;
    private int nodes;

    /** Adds a node with one output, and gives the output's name back. */
    String node(String type, String output, List<String> inputs, Map<String, Object> attributes) {
        ProtoMessage node = new ProtoMessage();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output);
        node.text(3, type + "_" + nodes++);
        node.text(4, type);
        // Sorted, so that the same network gives the same bytes.
        attributes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> node.message(5, attribute(entry.getKey(), entry.getValue())));
        graph.message(1, node);
        return output;
    }

    /** A value is a {@code Double}, {@code Integer}, {@code String}, or a list of {@code Integer}s. */
    private static ProtoMessage attribute(String name, Object value) {
        ProtoMessage attribute = new ProtoMessage().text(1, name);
        if (value instanceof Double real) {
            return attribute.real(2, real.floatValue()).number(20, ATTRIBUTE_FLOAT);
        } else if (value instanceof Integer number) {
            return attribute.number(3, number).number(20, ATTRIBUTE_INT);
        } else if (value instanceof String text) {
            return attribute.text(4, text).number(20, ATTRIBUTE_STRING);
        } else if (value instanceof List<?> numbers) {
            numbers.forEach(number -> attribute.number(8, (Integer) number));
            return attribute.number(20, ATTRIBUTE_INTS);
        }
        throw new IllegalArgumentException(name + " is " + value);
    }

    /** A constant tensor under a name of its own. */
    String floats(String name, List<Integer> shape, float... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return constant(name, FLOAT, shape, raw.array());
    }

    String floats(List<Integer> shape, float... values) {
        return floats("c" + constants++, shape, values);
    }

    /** A constant number. */
    String real(double value) {
        return floats(List.of(), (float) value);
    }

    /** A constant list of whole numbers. */
    String wholes(long... values) {
        return wholes(List.of(values.length), values);
    }

    /** A constant whole number. */
    String whole(long value) {
        return wholes(List.of(), value);
    }

    private String wholes(List<Integer> shape, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return constant("c" + constants++, INT64, shape, raw.array());
    }

    private String constant(String name, int type, List<Integer> shape, byte[] raw) {
        ProtoMessage tensor = new ProtoMessage();
        shape.forEach(side -> tensor.number(1, side));
        graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
        return name;
    }

    /** An input; a side is a number, or a name where it is open. */
    void input(String name, List<Object> shape) {
        graph.message(11, value(name, shape));
    }

    void output(String name, List<Object> shape) {
        graph.message(12, value(name, shape));
    }

    private static ProtoMessage value(String name, List<Object> shape) {
        ProtoMessage sides = new ProtoMessage();
        for (Object side : shape) {
            ProtoMessage dimension = new ProtoMessage();
            sides.message(1, side instanceof Integer n ? dimension.number(1, n) : dimension.text(2, side.toString()));
        }
        ProtoMessage tensor = new ProtoMessage().number(1, FLOAT).message(2, sides);
        return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
    }

    /** The whole file. */
    ProtoMessage model(String name, Map<String, String> metadata) {
        graph.text(2, name);
        ProtoMessage model = new ProtoMessage().number(1, IR_VERSION).text(2, "vidette");
        model.message(7, graph);
        model.message(8, new ProtoMessage().text(1, "").number(2, OPSET));
        metadata.forEach((key, value) ->
                model.message(14, new ProtoMessage().text(1, key).text(2, value)));
        return model;
    }
}
