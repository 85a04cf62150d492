package io.vidette.detector.compile;

import io.vidette.detector.network.Activation;
import io.vidette.detector.network.Operation;
import io.vidette.detector.network.Value;
import java.util.List;

/**
 * Writes the statements of a {@code forward} method, one or more for each operation. Each gives the operation's output.
 */
abstract class ForwardCode implements Operation.Visitor<Term> {
    private static final List<Integer> NO_DILATION = List.of(1, 1);

    private final ScriptMethod method;

    /** @param method that the statements belong to */
    ForwardCode(ScriptMethod method) {
        this.method = method;
    }

    final ScriptMethod method() {
        return method;
    }

    /** The variable that holds a value of the graph. */
    static Term variable(Value value) {
        return new Term(value.name());
    }

    private static List<Term> variables(List<Value> values) {
        return values.stream().map(ForwardCode::variable).toList();
    }

    /** Gives an operation's result the name that the graph has for it. */
    final Term let(Operation operation, Term result) {
        return method.let(operation.output().name(), result);
    }

    /** The same number for both sides of a map. */
    static List<Integer> square(int side) {
        return List.of(side, side);
    }

    /** A convolution's bias, where it has one. */
    static Term bias(Operation.Convolution operation, Term module) {
        return operation.bias() ? module.tensor("bias") : Term.NONE;
    }

    @Override
    public Term convolution(Operation.Convolution operation) {
        Term module = method.module(operation.path());
        Term plain = variable(operation.input())
                .apply(
                        "conv2d",
                        module.tensor("weight"),
                        bias(operation, module),
                        square(operation.step()),
                        square(operation.padding()),
                        NO_DILATION,
                        operation.groups());
        return let(operation, activatedInPlace(operation.activation(), plain));
    }

    /** The expression of an activation that overwrites its input: for what nobody else uses. */
    static Term activatedInPlace(Activation activation, Term input) {
        return activated(activation, input, "_");
    }

    /** PyTorch's operators that overwrite their input are named as the others, with an underscore behind. */
    private static Term activated(Activation activation, Term input, String behind) {
        return switch (activation) {
            case NONE -> input;
            case SILU -> input.apply("silu" + behind);
            case LEAKY_RELU -> input.apply("leaky_relu" + behind, Activation.LEAK);
            case HARDSWISH -> input.apply("hardswish" + behind);
            case HARDSIGMOID -> input.apply("hardsigmoid" + behind);
            case RELU -> input.apply("relu" + behind);
            case RELU6 -> input.apply("hardtanh" + behind, 0.0, 6.0);
            case MISH -> input.apply("mish" + behind);
            case SIGMOID -> input.apply("sigmoid" + behind);
        };
    }

    @Override
    public Term batchNorm(Operation.BatchNorm operation) {
        Term module = method.module(operation.path());
        boolean training = false;
        boolean useCudnn = true;
        return let(
                operation,
                variable(operation.input())
                        .apply(
                                "batch_norm",
                                module.tensor("weight"),
                                module.tensor("bias"),
                                module.tensor("running_mean"),
                                module.tensor("running_var"),
                                training,
                                Operation.BatchNorm.MOMENTUM,
                                operation.epsilon(),
                                useCudnn));
    }

    @Override
    public Term activate(Operation.Activate operation) {
        // Another operation may use the input too, so it stays.
        return let(operation, activated(operation.activation(), variable(operation.input()), ""));
    }

    @Override
    public Term add(Operation.Add operation) {
        return let(operation, variable(operation.left()).apply("add", variable(operation.right())));
    }

    @Override
    public Term concat(Operation.Concat operation) {
        return let(operation, Term.cat(variables(operation.inputs()), 1));
    }

    @Override
    public Term maxPool(Operation.MaxPool operation) {
        boolean roundUp = false;
        return let(
                operation,
                variable(operation.input())
                        .apply(
                                "max_pool2d",
                                square(operation.kernel()),
                                square(operation.step()),
                                square(operation.padding()),
                                NO_DILATION,
                                roundUp));
    }

    @Override
    public Term upsample(Operation.Upsample operation) {
        double factor = operation.factor();
        return let(
                operation, variable(operation.input()).apply("upsample_nearest2d", Term.NONE, List.of(factor, factor)));
    }

    @Override
    public Term pad(Operation.Pad operation) {
        List<Integer> sides = List.of(operation.left(), operation.right(), operation.top(), operation.bottom());
        return let(operation, variable(operation.input()).apply("constant_pad_nd", sides, operation.value()));
    }

    @Override
    public Term spaceToDepth(Operation.SpaceToDepth operation) {
        Term map = variable(operation.input());
        return let(
                operation,
                Term.cat(List.of(quarter(map, 0, 0), quarter(map, 1, 0), quarter(map, 0, 1), quarter(map, 1, 1)), 1));
    }

    private static Term quarter(Term map, int row, int column) {
        return map.everySecond(2, row).everySecond(3, column);
    }

    @Override
    public Term slice(Operation.Slice operation) {
        return let(operation, variable(operation.input()).slice(1, operation.from(), operation.to()));
    }

    @Override
    public Term channelMean(Operation.ChannelMean operation) {
        return let(operation, variable(operation.input()).apply("adaptive_avg_pool2d", square(1)));
    }

    @Override
    public Term scale(Operation.Scale operation) {
        return let(operation, variable(operation.map()).apply("mul", variable(operation.factors())));
    }
}
