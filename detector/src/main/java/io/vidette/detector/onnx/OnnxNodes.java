package io.vidette.detector.onnx;

import io.vidette.detector.network.Activation;
import io.vidette.detector.network.Network;
import io.vidette.detector.network.Operation;
import io.vidette.detector.network.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Operations as nodes of ONNX. Each gives the name of its output. */
final class OnnxNodes implements Operation.Visitor<String> {
    private final OnnxGraph onnx;
    private final Network network;

    OnnxNodes(OnnxGraph onnx, Network network) {
        this.onnx = onnx;
        this.network = network;
    }

    @Override
    public String convolution(Operation.Convolution operation) {
        List<String> inputs = new ArrayList<>(List.of(operation.input().name(), operation.path() + ".weight"));
        if (operation.bias()) {
            inputs.add(operation.path() + ".bias");
        }
        String out = operation.output().name();
        boolean active = operation.activation() != Activation.NONE;
        String plain = onnx.node(
                "Conv",
                active ? out + "_plain" : out,
                inputs,
                Map.of(
                        "kernel_shape", square(operation.kernel()),
                        "strides", square(operation.step()),
                        "pads", Collections.nCopies(4, operation.padding()),
                        "group", operation.groups()));
        return active ? activated(operation.activation(), plain, out) : plain;
    }

    @Override
    public String batchNorm(Operation.BatchNorm operation) {
        String path = operation.path();
        return onnx.node(
                "BatchNormalization",
                operation.output().name(),
                List.of(
                        operation.input().name(),
                        path + ".weight",
                        path + ".bias",
                        path + ".running_mean",
                        path + ".running_var"),
                Map.of("epsilon", operation.epsilon()));
    }

    @Override
    public String activate(Operation.Activate operation) {
        return activated(
                operation.activation(),
                operation.input().name(),
                operation.output().name());
    }

    private String activated(Activation activation, String in, String out) {
        return switch (activation) {
            case NONE -> onnx.node("Identity", out, List.of(in), Map.of());
            case SILU -> times(in, onnx.node("Sigmoid", out + "_gate", List.of(in), Map.of()), out);
            case LEAKY_RELU -> onnx.node("LeakyRelu", out, List.of(in), Map.of("alpha", Activation.LEAK));
            case HARDSWISH -> onnx.node("HardSwish", out, List.of(in), Map.of());
            case HARDSIGMOID -> onnx.node("HardSigmoid", out, List.of(in), Map.of("alpha", 1 / 6.0, "beta", 0.5));
            case RELU -> onnx.node("Relu", out, List.of(in), Map.of());
            case RELU6 -> onnx.node("Clip", out, List.of(in, onnx.real(0), onnx.real(6)), Map.of());
            case MISH -> {
                String soft = onnx.node("Softplus", out + "_soft", List.of(in), Map.of());
                yield times(in, onnx.node("Tanh", out + "_gate", List.of(soft), Map.of()), out);
            }
            case SIGMOID -> onnx.node("Sigmoid", out, List.of(in), Map.of());
        };
    }

    private String times(String left, String right, String out) {
        return onnx.node("Mul", out, List.of(left, right), Map.of());
    }

    @Override
    public String add(Operation.Add operation) {
        return onnx.node("Add", operation.output().name(), names(operation.inputs()), Map.of());
    }

    @Override
    public String concat(Operation.Concat operation) {
        return onnx.node("Concat", operation.output().name(), names(operation.inputs()), Map.of("axis", 1));
    }

    @Override
    public String maxPool(Operation.MaxPool operation) {
        return onnx.node(
                "MaxPool",
                operation.output().name(),
                names(operation.inputs()),
                Map.of(
                        "kernel_shape", square(operation.kernel()),
                        "strides", square(operation.step()),
                        "pads", Collections.nCopies(4, operation.padding())));
    }

    @Override
    public String upsample(Operation.Upsample operation) {
        String scales = onnx.floats(List.of(4), 1, 1, operation.factor(), operation.factor());
        return onnx.node(
                "Resize",
                operation.output().name(),
                List.of(operation.input().name(), "", scales),
                Map.of(
                        "mode", "nearest",
                        "coordinate_transformation_mode", "asymmetric",
                        "nearest_mode", "floor"));
    }

    @Override
    public String pad(Operation.Pad operation) {
        String sides =
                onnx.wholes(0, 0, operation.top(), operation.left(), 0, 0, operation.bottom(), operation.right());
        String out = operation.output().name();
        String padded = onnx.node(
                "Pad",
                out + "_padded",
                List.of(operation.input().name(), sides, onnx.real(operation.value())),
                Map.of("mode", "constant"));
        // Changes nothing. ONNX Runtime 1.29 makes one MaxPool of Pad and MaxPool, whatever the border's value is.
        return onnx.node("Max", out, List.of(padded, onnx.real(-Float.MAX_VALUE)), Map.of());
    }

    @Override
    public String spaceToDepth(Operation.SpaceToDepth operation) {
        String in = operation.input().name();
        String out = operation.output().name();
        List<String> quarters = new ArrayList<>();
        for (int column = 0; column < 2; column++) {
            for (int row = 0; row < 2; row++) {
                quarters.add(onnx.node(
                        "Slice",
                        out + "_" + column + row,
                        List.of(
                                in,
                                onnx.wholes(row, column),
                                onnx.wholes(Integer.MAX_VALUE, Integer.MAX_VALUE),
                                onnx.wholes(2, 3),
                                onnx.wholes(2, 2)),
                        Map.of()));
            }
        }
        return onnx.node("Concat", out, quarters, Map.of("axis", 1));
    }

    @Override
    public String slice(Operation.Slice operation) {
        return onnx.node(
                "Slice",
                operation.output().name(),
                List.of(
                        operation.input().name(),
                        onnx.wholes(operation.from()),
                        onnx.wholes(operation.to()),
                        onnx.wholes(1)),
                Map.of());
    }

    @Override
    public String channelMean(Operation.ChannelMean operation) {
        return onnx.node("GlobalAveragePool", operation.output().name(), names(operation.inputs()), Map.of());
    }

    @Override
    public String scale(Operation.Scale operation) {
        return onnx.node("Mul", operation.output().name(), names(operation.inputs()), Map.of());
    }

    @Override
    public String decode(Operation.Decode operation) {
        return new OnnxBoxes(
                        onnx,
                        operation,
                        network.tensor(operation.path() + ".anchors").toFloats())
                .write();
    }

    private static List<Integer> square(int side) {
        return List.of(side, side);
    }

    private static List<String> names(List<Value> values) {
        return values.stream().map(Value::name).toList();
    }
}
