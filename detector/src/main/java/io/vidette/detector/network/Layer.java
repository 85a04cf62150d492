package io.vidette.detector.network;

import java.util.List;

/**
 * A layer at its place in the network.
 *
 * @param path its module, such as {@code model.4}
 * @param inputs the outputs of the layers it names, in its order
 * @param repeats how often it repeats, after the depth multiple
 */
record Layer(NetworkSpec network, String path, List<Value> inputs, int repeats, LayerArguments arguments) {
    /** The one input of a layer that takes one. */
    Value input() {
        if (inputs.size() != 1) {
            throw new NetworkException("it takes one input, not " + inputs.size());
        }
        return inputs.get(0);
    }

    /** Output channels: the first argument, after the width multiple. */
    int channels() {
        int channels = arguments.integer(0, "channels");
        if (channels < 1) {
            throw new NetworkException(channels + " channels");
        }
        return network.channels(channels);
    }

    /** A brick of this layer, at {@code path} within it. */
    ConvUnit unit(GraphBuilder graph, String within) {
        return new ConvUnit(graph, path + within, network.activation());
    }

    Layer at(String otherPath, Value input) {
        return new Layer(network, otherPath, List.of(input), 1, arguments);
    }
}
