package io.vidette.detector.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds of layer that descriptions may name, each in the words of {@link GraphBuilder}. */
final class LayerKinds {
    private static final Map<String, LayerKind> KINDS = Map.of(
            "Conv", repeated(LayerKinds::conv),
            "C3", LayerKinds::c3,
            "SPPF", repeated(LayerKinds::sppf),
            "Concat", LayerKinds::concat,
            "nn.Upsample", LayerKinds::upsample);

    private LayerKinds() {}

    static Optional<LayerKind> named(String module) {
        return Optional.ofNullable(KINDS.get(module));
    }

    static List<String> names() {
        return KINDS.keySet().stream().sorted().toList();
    }

    /** A module that knows no repetition of its own is repeated as {@code path.0}, {@code path.1} and so on. */
    private static LayerKind repeated(LayerKind kind) {
        return (layer, graph) -> {
            if (layer.repeats() == 1) {
                return kind.build(layer, graph);
            }
            Value value = layer.input();
            for (int i = 0; i < layer.repeats(); i++) {
                value = kind.build(layer.at(layer.path() + "." + i, value), graph);
            }
            return value;
        };
    }

    private static Value conv(Layer layer, GraphBuilder graph) {
        LayerArguments arguments = layer.arguments();
        int kernel = arguments.integer(1, "kernel", 1);
        int step = arguments.integer(2, "stride", 1);
        int padding = arguments.integer(3, "padding", kernel / 2);
        int groups = arguments.integer(4, "groups", 1);
        return convUnit(graph, layer.path(), layer.input(), layer.channels(), kernel, step, padding, groups);
    }

    /** Convolution, batch normalisation, SiLU: the brick of YOLOv5. */
    private static Value convUnit(
            GraphBuilder graph, String path, Value in, int channels, int kernel, int step, int padding, int groups) {
        Value raw = graph.convolution(path + ".conv", in, channels, kernel, step, padding, groups, false);
        return graph.silu(graph.batchNorm(path + ".bn", raw));
    }

    private static Value convUnit(GraphBuilder graph, String path, Value in, int channels, int kernel) {
        return convUnit(graph, path, in, channels, kernel, 1, kernel / 2, 1);
    }

    /** A cross-stage partial block (arXiv 1911.11929) of three convolutions around its bottlenecks. */
    private static Value c3(Layer layer, GraphBuilder graph) {
        int channels = layer.channels();
        int hidden = channels / 2;
        boolean shortcut = layer.arguments().flag(1, "shortcut", true);
        Value inner = convUnit(graph, layer.path() + ".cv1", layer.input(), hidden, 1);
        for (int i = 0; i < layer.repeats(); i++) {
            inner = bottleneck(graph, layer.path() + ".m." + i, inner, shortcut);
        }
        Value around = convUnit(graph, layer.path() + ".cv2", layer.input(), hidden, 1);
        return convUnit(graph, layer.path() + ".cv3", graph.concat(List.of(inner, around)), channels, 1);
    }

    private static Value bottleneck(GraphBuilder graph, String path, Value in, boolean shortcut) {
        Value narrow = convUnit(graph, path + ".cv1", in, in.channels(), 1);
        Value wide = convUnit(graph, path + ".cv2", narrow, in.channels(), 3);
        return shortcut ? graph.sum(in, wide) : wide;
    }

    /** Spatial pyramid pooling (arXiv 1406.4729), the windows nested instead of side by side. */
    private static Value sppf(Layer layer, GraphBuilder graph) {
        int kernel = layer.arguments().integer(1, "kernel", 5);
        Value in = layer.input();
        Value last = convUnit(graph, layer.path() + ".cv1", in, in.channels() / 2, 1);
        List<Value> pyramid = new ArrayList<>(List.of(last));
        for (int i = 0; i < 3; i++) {
            last = graph.maxPool(last, kernel, 1, kernel / 2);
            pyramid.add(last);
        }
        return convUnit(graph, layer.path() + ".cv2", graph.concat(pyramid), layer.channels(), 1);
    }

    private static Value concat(Layer layer, GraphBuilder graph) {
        if (layer.arguments().integer(0, "dimension", 1) != 1) {
            throw new NetworkException("only channels (dimension 1) can be joined");
        }
        return graph.concat(layer.inputs());
    }

    private static Value upsample(Layer layer, GraphBuilder graph) {
        LayerArguments arguments = layer.arguments();
        if (!arguments.text(0, "size", "None").equals("None")
                || !arguments.text(2, "mode", "nearest").equals("nearest")) {
            throw new NetworkException("only enlarging by a factor to the nearest neighbour is known");
        }
        return graph.upsample(layer.input(), arguments.integer(1, "factor"));
    }
}
