package io.vidette.detector.network;

import java.util.Map;

/** The layers of MobileNetV3 (arXiv 1905.02244), their tensors named as torchvision names them. */
final class MobileLayers {
    static final Map<String, LayerKind> KINDS = Map.of(
            "Conv2dNormActivation", MobileLayers::conv,
            "InvertedResidual", MobileLayers::invertedResidual);

    private MobileLayers() {}

    /** Arguments: channels, kernel, stride, activation. */
    private static Value conv(Layer layer, GraphBuilder graph) {
        int kernel = layer.arguments().integer(1, "kernel", 3);
        int step = layer.arguments().integer(2, "stride", 1);
        return unit(graph, layer.path(), layer.input(), layer.channels(), kernel, step, 1, activation(layer, 3));
    }

    /**
     * Widens, filters each channel by itself, weighs the channels, narrows. Arguments: channels, kernel, channels within,
     * squeeze and excitation, activation, stride.
     */
    private static Value invertedResidual(Layer layer, GraphBuilder graph) {
        LayerArguments arguments = layer.arguments();
        Value in = layer.input();
        int channels = layer.channels();
        int kernel = arguments.integer(1, "kernel");
        int wide = layer.network().channels(arguments.integer(2, "channels within"));
        Activation activation = activation(layer, 4);
        int step = arguments.integer(5, "stride", 1);
        int block = 0;
        Value value = in;
        if (wide != in.channels()) {
            value = unit(graph, layer.path() + ".block." + block++, value, wide, 1, 1, 1, activation);
        }
        value = unit(graph, layer.path() + ".block." + block++, value, wide, kernel, step, wide, activation);
        if (arguments.flag(3, "squeeze and excitation", false)) {
            value = squeezeAndExcite(graph, layer.path() + ".block." + block++, value);
        }
        value = unit(graph, layer.path() + ".block." + block, value, channels, 1, 1, 1, Activation.NONE);
        return step == 1 && channels == in.channels() ? graph.sum(in, value) : value;
    }

    /** Weighs each channel by what is in all of them (arXiv 1709.01507). */
    private static Value squeezeAndExcite(GraphBuilder graph, String path, Value in) {
        Value mean = graph.channelMean(in);
        Value squeezed = graph.convolution(path + ".fc1", mean, divisible(in.channels() / 4), 1, 1, 0, 1, true);
        squeezed = graph.activate(squeezed, Activation.RELU);
        Value excited = graph.convolution(path + ".fc2", squeezed, in.channels(), 1, 1, 0, 1, true);
        return graph.scale(in, graph.activate(excited, Activation.HARDSIGMOID));
    }

    private static Value unit(
            GraphBuilder graph,
            String path,
            Value in,
            int channels,
            int kernel,
            int step,
            int groups,
            Activation activation) {
        Value raw = graph.convolution(path + ".0", in, channels, kernel, step, kernel / 2, groups, false);
        return graph.activate(graph.batchNorm(path + ".1", raw, Operation.BatchNorm.EPSILON), activation);
    }

    /** The nearest multiple of 8, but not less than nine tenths of the number: the rule of the paper's authors. */
    private static int divisible(int number) {
        int nearest = Math.max(8, (number + 4) / 8 * 8);
        return nearest < 0.9 * number ? nearest + 8 : nearest;
    }

    private static Activation activation(Layer layer, int index) {
        String name = layer.arguments().text(index, "activation", "Hardswish");
        return Activation.ofTorch(name)
                .orElseThrow(() -> new NetworkException("the activation '" + name + "' is not known"));
    }
}
