package io.vidette.detector.network;

import io.vidette.detector.network.ParameterSpec.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Appends primitive operations and the tensors they need. The layer kinds are written in these words. */
public final class GraphBuilder {
    private static final int MAX_OPERATIONS = 20_000;
    private static final int MAX_CHANNELS = 65_536;
    private static final int MAX_WIDTH = 4 * MAX_CHANNELS;
    private static final int MAX_STRIDE = 1024;
    /** Over all tensors: 4 GiB as 32-bit floats, ten times the largest YOLOv5. */
    private static final long MAX_NUMBERS = 1L << 30;

    private final List<Operation> operations = new ArrayList<>();
    private final List<ParameterSpec> parameters = new ArrayList<>();
    private long numbers;
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
        if (padding < 0 || padding > 1024) {
            throw new NetworkException("a convolution with a padding of " + padding + " is out of range");
        }
        parameter(path + ".weight", List.of(channels, in.channels() / groups, kernel, kernel), Role.LEARNED);
        if (bias) {
            parameter(path + ".bias", List.of(channels), Role.LEARNED);
        }
        Value out = next(channels, in.stride() * step);
        return add(new Operation.Convolution(out, in, path, kernel, step, padding, groups, bias, Activation.NONE));
    }

    public Value batchNorm(String path, Value in, double epsilon) {
        List<Integer> shape = List.of(in.channels());
        parameter(path + ".weight", shape, Role.LEARNED);
        parameter(path + ".bias", shape, Role.LEARNED);
        parameter(path + ".running_mean", shape, Role.BUFFER);
        parameter(path + ".running_var", shape, Role.BUFFER);
        parameter(path + ".num_batches_tracked", List.of(), Role.COUNTER);
        return add(new Operation.BatchNorm(like(in), in, path, epsilon));
    }

    /** The value itself where there is nothing to apply. */
    public Value activate(Value in, Activation activation) {
        return activation == Activation.NONE ? in : add(new Operation.Activate(like(in), in, activation));
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
        if (padding < 0) {
            throw new NetworkException("a pooling window with a padding of " + padding);
        }
        return add(new Operation.MaxPool(next(in.channels(), in.stride() * step), in, kernel, step, padding));
    }

    public Value upsample(Value in, int factor) {
        if (factor < 1 || in.stride() % factor != 0) {
            throw new NetworkException("cannot enlarge a map of stride " + in.stride() + " by " + factor);
        }
        return add(new Operation.Upsample(next(in.channels(), in.stride() / factor), in, factor));
    }

    /** Puts a border around; the map keeps its stride, because the next layer takes the border away again. */
    public Value pad(Value in, int left, int right, int top, int bottom, double value) {
        for (int side : List.of(left, right, top, bottom)) {
            if (side < 0 || side > 1024) {
                throw new NetworkException("a border of " + side + " cells is out of range");
            }
        }
        return add(new Operation.Pad(like(in), in, left, right, top, bottom, value));
    }

    public Value spaceToDepth(Value in) {
        return add(new Operation.SpaceToDepth(next(4 * in.channels(), 2 * in.stride()), in));
    }

    public Value slice(Value in, int from, int to) {
        if (from < 0 || to <= from || to > in.channels()) {
            throw new NetworkException("cannot take channels " + from + " to " + to + " of " + in.channels());
        }
        return add(new Operation.Slice(next(to - from, in.stride()), in, from, to));
    }

    public Value channelMean(Value in) {
        return add(new Operation.ChannelMean(next(in.channels(), 0), in));
    }

    public Value scale(Value map, Value factors) {
        if (map.channels() != factors.channels() || factors.stride() != 0) {
            throw new NetworkException("cannot scale " + describe(map) + " by " + describe(factors));
        }
        return add(new Operation.Scale(like(map), map, factors));
    }

    Operation.Decode decode(String path, List<Value> in, Head head, BoxCode code) {
        parameter(path + ".anchors", List.of(head.anchors().size(), head.anchorsPerLevel(), 2), Role.BUFFER);
        Operation.Decode decode = new Operation.Decode(next(head.outputs(), 1), in, path, head, code);
        add(decode);
        return decode;
    }

    Graph build(Value input, Operation.Decode decode) {
        return new Graph(input, operations, parameters, decode);
    }

    private void parameter(String name, List<Integer> shape, Role role) {
        ParameterSpec parameter = new ParameterSpec(name, shape, role);
        numbers += parameter.elements();
        if (numbers > MAX_NUMBERS) {
            throw new NetworkException("with it the network has more than " + MAX_NUMBERS + " numbers");
        }
        parameters.add(parameter);
    }

    private Value like(Value in) {
        return next(in.channels(), in.stride());
    }

    private Value next(int channels, int stride) {
        if (channels > MAX_WIDTH || stride > MAX_STRIDE) {
            throw new NetworkException(channels + " channels at stride " + stride + " are out of range");
        }
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
