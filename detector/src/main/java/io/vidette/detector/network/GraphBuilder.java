package io.vidette.detector.network;

import io.vidette.detector.network.ParameterSpec.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Appends primitive operations and the tensors they need. The layer kinds are written in these words. */
public final class GraphBuilder {
    private static final int MAX_OPERATIONS = 20_000;
    private static final int MAX_CHANNELS = 65_536;

    private final List<Operation> operations = new ArrayList<>();
    private final List<ParameterSpec> parameters = new ArrayList<>();
    private int values;

    Value input(int channels) {
        return new Value("x", channels, 1);
    }

    /** Convolution alone. */
    public Value convolution(
            String path, Value in, int channels, int kernel, int step, int padding, int groups, boolean bias) {
        if (channels < 1 || channels > MAX_CHANNELS || kernel < 1 || kernel > 1024 || step < 1 || step > 1024) {
            throw new NetworkException("a convolution to " + channels + " channels with kernel " + kernel + " and step "
                    + step + " is out of range");
        }
        if (groups < 1 || in.channels() % groups != 0 || channels % groups != 0) {
            throw new NetworkException(
                    in.channels() + " channels to " + channels + " cannot be split into " + groups + " groups");
        }
        parameters.add(new ParameterSpec(
                path + ".weight", List.of(channels, in.channels() / groups, kernel, kernel), Role.LEARNED));
        if (bias) {
            parameters.add(new ParameterSpec(path + ".bias", List.of(channels), Role.LEARNED));
        }
        Value out = next(channels, in.stride() * step);
        return add(new Operation.Convolution(
                out, in, path, kernel, step, padding, groups, bias, Operation.Activation.NONE));
    }

    public Value batchNorm(String path, Value in) {
        List<Integer> shape = List.of(in.channels());
        parameters.add(new ParameterSpec(path + ".weight", shape, Role.LEARNED));
        parameters.add(new ParameterSpec(path + ".bias", shape, Role.LEARNED));
        parameters.add(new ParameterSpec(path + ".running_mean", shape, Role.BUFFER));
        parameters.add(new ParameterSpec(path + ".running_var", shape, Role.BUFFER));
        parameters.add(new ParameterSpec(path + ".num_batches_tracked", List.of(), Role.COUNTER));
        return add(new Operation.BatchNorm(like(in), in, path));
    }

    public Value silu(Value in) {
        return add(new Operation.Silu(like(in), in));
    }

    public Value sum(Value left, Value right) {
        if (left.channels() != right.channels() || left.stride() != right.stride()) {
            throw new NetworkException("cannot add " + describe(left) + " and " + describe(right));
        }
        return add(new Operation.Add(like(left), left, right));
    }

    public Value concat(List<Value> in) {
        if (in.stream().mapToInt(Value::stride).distinct().count() > 1) {
            throw new NetworkException(
                    "cannot join " + in.stream().map(GraphBuilder::describe).collect(Collectors.joining(", ")));
        }
        int channels = in.stream().mapToInt(Value::channels).sum();
        return add(new Operation.Concat(next(channels, in.get(0).stride()), in));
    }

    public Value maxPool(Value in, int kernel, int step, int padding) {
        if (kernel < 1 || kernel > 1024 || step < 1 || padding > kernel / 2) {
            throw new NetworkException("a pooling window of " + kernel + " with step " + step + " is out of range");
        }
        return add(new Operation.MaxPool(next(in.channels(), in.stride() * step), in, kernel, step, padding));
    }

    public Value upsample(Value in, int factor) {
        if (factor < 1 || in.stride() % factor != 0) {
            throw new NetworkException("cannot enlarge a map of stride " + in.stride() + " by " + factor);
        }
        return add(new Operation.Upsample(next(in.channels(), in.stride() / factor), in, factor));
    }

    Operation.Decode decode(String path, List<Value> in, Head head) {
        parameters.add(new ParameterSpec(
                path + ".anchors", List.of(head.anchors().size(), head.anchorsPerLevel(), 2), Role.BUFFER));
        Operation.Decode decode = new Operation.Decode(next(head.outputs(), 1), in, path, head);
        add(decode);
        return decode;
    }

    Graph build(Value input, Operation.Decode decode) {
        return new Graph(input, operations, parameters, decode);
    }

    private Value like(Value in) {
        return next(in.channels(), in.stride());
    }

    private Value next(int channels, int stride) {
        return new Value("v" + values++, channels, stride);
    }

    private Value add(Operation operation) {
        if (operations.size() == MAX_OPERATIONS) {
            throw new NetworkException("the network has more than " + MAX_OPERATIONS + " operations");
        }
        operations.add(operation);
        return operation.output();
    }

    private static String describe(Value value) {
        return value.channels() + " channels at stride " + value.stride();
    }
}
