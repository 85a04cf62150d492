package io.vidette.detector.compile;

import io.vidette.detector.network.Operation;
import io.vidette.detector.network.Value;
import java.util.stream.Collectors;

/**
 * Writes the body of a {@code forward} method, one line for each operation, in the dialect that {@code torch.jit.save}
 * writes: every operator by its full name, types as numbers ({@code 6} is a 32-bit float).
 */
abstract class ForwardCode implements Operation.Visitor<StringBuilder> {
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
        return assign(
                operation.output(),
                switch (operation.activation()) {
                    case NONE -> plain;
                    case SILU -> "torch.silu_(" + plain + ")";
                });
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
                                Operation.BatchNorm.EPSILON));
    }

    @Override
    public StringBuilder silu(Operation.Silu operation) {
        return assign(operation.output(), "torch.silu(" + operation.input().name() + ")");
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
}
