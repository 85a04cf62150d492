package io.vidette.detector.network;

import java.util.Map;

/** Layers that are one convolution. */
final class ConvLayers {
    static final Map<String, LayerKind> KINDS = Map.of(
            "Conv", LayerKind.repeated(ConvLayers::conv),
            "DWConv", LayerKind.repeated(ConvLayers::depthwise),
            "Focus", LayerKind.repeated(ConvLayers::focus));

    private ConvLayers() {}

    private static Value conv(Layer layer, GraphBuilder graph) {
        return conv(layer, layer.input(), layer.arguments().integer(4, "groups", 1), layer.unit(graph, ""));
    }

    /** As many groups as both sides can be divided into. */
    private static Value depthwise(Layer layer, GraphBuilder graph) {
        int groups = gcd(layer.input().channels(), layer.channels());
        return conv(layer, layer.input(), groups, layer.unit(graph, ""));
    }

    /** Squares of two by two pixels become channels, so that the first convolution sees them at a quarter of the work. */
    private static Value focus(Layer layer, GraphBuilder graph) {
        int groups = layer.arguments().integer(4, "groups", 1);
        return conv(layer, graph.spaceToDepth(layer.input()), groups, layer.unit(graph, ".conv"));
    }

    private static Value conv(Layer layer, Value in, int groups, ConvUnit unit) {
        LayerArguments arguments = layer.arguments();
        int kernel = arguments.integer(1, "kernel", 1);
        int step = arguments.integer(2, "stride", 1);
        int padding = arguments.integer(3, "padding", kernel / 2);
        return unit.apply(in, layer.channels(), kernel, step, padding, groups);
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
