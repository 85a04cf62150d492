package io.vidette.detector.compile;

import io.vidette.detector.network.Activation;
import io.vidette.detector.network.Operation;
import io.vidette.detector.network.Value;
import java.util.stream.Collectors;

/**
 * Writes the body of a {@code forward} method, one line for each operation, in the dialect that {@code torch.jit.save}
 * writes: every operator by its full name, types as numbers ({@code 6} is a 32-bit float).
 */
abstract class ForwardCode implements Operation.Visitor<StringBuilder> {
    /** Python's end of a slice that has none. */
    private static final String END = "9223372036854775807";

    private final StringBuilder code = new StringBuilder();
    private int modules;

    /** Appends {@code name = expression}. */
    final StringBuilder assign(String name, String expression) {
        return code.append("    ").append(name).append(" = ").append(expression).append('\n');
    }

    final StringBuilder assign(Value value, String expression) {
        return assign(value.name(), expression);
    }

    /** Appends a variable that holds a module and gives its name. */
    final String module(String path) {
        String name = "m" + modules++;
        assign(name, ScriptModule.reference(path));
        return name;
    }

    final String body() {
        return code.toString();
    }

    @Override
    public StringBuilder convolution(Operation.Convolution operation) {
        String module = module(operation.path());
        String plain = "torch.conv2d(%s, %s.weight, %s, [%d, %d], [%d, %d], [1, 1], %d)"
                .formatted(
                        operation.input().name(),
                        module,
                        operation.bias() ? module + ".bias" : "None",
                        operation.step(),
                        operation.step(),
                        operation.padding(),
                        operation.padding(),
                        operation.groups());
        return assign(operation.output(), activatedInPlace(operation.activation(), plain));
    }

    /** The expression of an activation that overwrites its input: for what nobody else uses. */
    static String activatedInPlace(Activation activation, String input) {
        return activated(activation, input, "_");
    }

    /** PyTorch's operators that overwrite their input are named as the others, with an underscore behind. */
    private static String activated(Activation activation, String input, String behind) {
        String open = behind + "(" + input;
        return switch (activation) {
            case NONE -> input;
            case SILU -> "torch.silu" + open + ")";
            case LEAKY_RELU -> "torch.leaky_relu" + open + ", " + Activation.LEAK + ")";
            case HARDSWISH -> "torch.hardswish" + open + ")";
            case HARDSIGMOID -> "torch.hardsigmoid" + open + ")";
            case RELU -> "torch.relu" + open + ")";
            case RELU6 -> "torch.hardtanh" + open + ", 0., 6.)";
            case MISH -> "torch.mish" + open + ")";
            case SIGMOID -> "torch.sigmoid" + open + ")";
        };
    }

    @Override
    public StringBuilder batchNorm(Operation.BatchNorm operation) {
        String module = module(operation.path());
        return assign(
                operation.output(),
                "torch.batch_norm(%s, %s.weight, %s.bias, %s.running_mean, %s.running_var, False, %s, %s, True)"
                        .formatted(
                                operation.input().name(),
                                module,
                                module,
                                module,
                                module,
                                Operation.BatchNorm.MOMENTUM,
                                operation.epsilon()));
    }

    @Override
    public StringBuilder activate(Operation.Activate operation) {
        // Another operation may use the input too, so it stays.
        return assign(
                operation.output(),
                activated(operation.activation(), operation.input().name(), ""));
    }

    @Override
    public StringBuilder add(Operation.Add operation) {
        return assign(
                operation.output(),
                "torch.add(" + operation.left().name() + ", "
                        + operation.right().name() + ")");
    }

    @Override
    public StringBuilder concat(Operation.Concat operation) {
        String inputs = operation.inputs().stream().map(Value::name).collect(Collectors.joining(", "));
        return assign(operation.output(), "torch.cat([" + inputs + "], 1)");
    }

    @Override
    public StringBuilder maxPool(Operation.MaxPool operation) {
        return assign(
                operation.output(),
                "torch.max_pool2d(%s, [%d, %d], [%d, %d], [%d, %d], [1, 1], False)"
                        .formatted(
                                operation.input().name(),
                                operation.kernel(),
                                operation.kernel(),
                                operation.step(),
                                operation.step(),
                                operation.padding(),
                                operation.padding()));
    }

    @Override
    public StringBuilder upsample(Operation.Upsample operation) {
        return assign(
                operation.output(),
                "torch.upsample_nearest2d(%s, None, [%d., %d.])"
                        .formatted(operation.input().name(), operation.factor(), operation.factor()));
    }

    @Override
    public StringBuilder pad(Operation.Pad operation) {
        return assign(
                operation.output(),
                "torch.constant_pad_nd(%s, [%d, %d, %d, %d], %s)"
                        .formatted(
                                operation.input().name(),
                                operation.left(),
                                operation.right(),
                                operation.top(),
                                operation.bottom(),
                                operation.value()));
    }

    @Override
    public StringBuilder spaceToDepth(Operation.SpaceToDepth operation) {
        String quarter = "torch.slice(torch.slice(%s, 2, %d, " + END + ", 2), 3, %d, " + END + ", 2)";
        String in = operation.input().name();
        String quarters = String.join(
                ", ",
                quarter.formatted(in, 0, 0),
                quarter.formatted(in, 1, 0),
                quarter.formatted(in, 0, 1),
                quarter.formatted(in, 1, 1));
        return assign(operation.output(), "torch.cat([" + quarters + "], 1)");
    }

    @Override
    public StringBuilder slice(Operation.Slice operation) {
        return assign(
                operation.output(),
                "torch.slice(%s, 1, %d, %d)".formatted(operation.input().name(), operation.from(), operation.to()));
    }

    @Override
    public StringBuilder channelMean(Operation.ChannelMean operation) {
        return assign(
                operation.output(),
                "torch.adaptive_avg_pool2d(" + operation.input().name() + ", [1, 1])");
    }

    @Override
    public StringBuilder scale(Operation.Scale operation) {
        return assign(
                operation.output(),
                "torch.mul(" + operation.map().name() + ", "
                        + operation.factors().name() + ")");
    }
}
