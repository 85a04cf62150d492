package io.vidette.detector.network;

import java.util.List;
import java.util.Map;

/** Residual bottlenecks (arXiv 1512.03385) and the cross-stage partial blocks (arXiv 1911.11929) made of them. */
final class CspLayers {
    static final Map<String, LayerKind> KINDS = Map.of(
            "Bottleneck", LayerKind.repeated(CspLayers::bottleneck),
            "BottleneckCSP", CspLayers::bottleneckCsp,
            "C3", CspLayers::c3);

    private CspLayers() {}

    /** Arguments: channels, shortcut, groups, share of channels within. */
    private static Value bottleneck(Layer layer, GraphBuilder graph) {
        Block block = Block.of(layer);
        return bottleneck(layer, graph, "", layer.input(), layer.channels(), block.hidden(layer.channels()), block);
    }

    private static Value bottleneck(
            Layer layer, GraphBuilder graph, String path, Value in, int channels, int hidden, Block block) {
        Value narrow = layer.unit(graph, path + ".cv1").apply(in, hidden, 1);
        Value wide = layer.unit(graph, path + ".cv2").apply(narrow, channels, 3, 1, 1, block.groups());
        return block.shortcut() && in.channels() == channels ? graph.sum(in, wide) : wide;
    }

    private static Value bottlenecks(Layer layer, GraphBuilder graph, Value in, Block block) {
        Value value = in;
        for (int i = 0; i < layer.repeats(); i++) {
            value = bottleneck(layer, graph, ".m." + i, value, in.channels(), in.channels(), block);
        }
        return value;
    }

    /** Three convolutions around the bottlenecks. */
    private static Value c3(Layer layer, GraphBuilder graph) {
        Block block = Block.of(layer);
        int hidden = block.hidden(layer.channels());
        Value inner = layer.unit(graph, ".cv1").apply(layer.input(), hidden, 1);
        inner = bottlenecks(layer, graph, inner, block);
        Value around = layer.unit(graph, ".cv2").apply(layer.input(), hidden, 1);
        return layer.unit(graph, ".cv3").apply(graph.concat(List.of(inner, around)), layer.channels(), 1);
    }

    /** The form of 2020: two bare convolutions, normalised together after they are joined. */
    private static Value bottleneckCsp(Layer layer, GraphBuilder graph) {
        Block block = Block.of(layer);
        int hidden = block.hidden(layer.channels());
        String path = layer.path();
        Value inner = layer.unit(graph, ".cv1").apply(layer.input(), hidden, 1);
        inner = bottlenecks(layer, graph, inner, block);
        inner = graph.convolution(path + ".cv3", inner, hidden, 1, 1, 0, 1, false);
        Value around = graph.convolution(path + ".cv2", layer.input(), hidden, 1, 1, 0, 1, false);
        Value joined = graph.batchNorm(path + ".bn", graph.concat(List.of(inner, around)), Operation.BatchNorm.EPSILON);
        joined = graph.activate(joined, layer.network().cspActivation());
        return layer.unit(graph, ".cv4").apply(joined, layer.channels(), 1);
    }

    private record Block(boolean shortcut, int groups, double share) {
        static Block of(Layer layer) {
            double share = layer.arguments().real(3, "share of channels within", 0.5);
            if (!(share > 0 && share <= 16)) {
                throw new NetworkException("a share of channels of " + share + " is outside 0..16");
            }
            return new Block(
                    layer.arguments().flag(1, "shortcut", true),
                    layer.arguments().integer(2, "groups", 1),
                    share);
        }

        int hidden(int channels) {
            return (int) (channels * share);
        }
    }
}
