package io.vidette.detector.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Layers that pool, enlarge, pad or join maps. */
final class MapLayers {
    static final Map<String, LayerKind> KINDS = Map.of(
            "SPP", LayerKind.repeated(MapLayers::spp),
            "SPPF", LayerKind.repeated(MapLayers::sppf),
            "Concat", MapLayers::concat,
            "nn.Upsample", MapLayers::upsample,
            "nn.MaxPool2d", LayerKind.repeated(MapLayers::maxPool),
            "nn.ZeroPad2d", LayerKind.repeated(MapLayers::zeroPad),
            "nn.Identity", (layer, graph) -> layer.input());

    private MapLayers() {}

    /** Spatial pyramid pooling (arXiv 1406.4729): windows side by side, 5, 9 and 13 wide by default. */
    private static Value spp(Layer layer, GraphBuilder graph) {
        Value in = layer.input();
        Value narrow = layer.unit(graph, ".cv1").apply(in, in.channels() / 2, 1);
        List<Value> pyramid = new ArrayList<>(List.of(narrow));
        for (int kernel : layer.arguments().integers(1, "kernels", List.of(5, 9, 13))) {
            pyramid.add(graph.maxPool(narrow, kernel, 1, kernel / 2));
        }
        return layer.unit(graph, ".cv2").apply(graph.concat(pyramid), layer.channels(), 1);
    }

    /** The same with the windows nested, which is faster. */
    private static Value sppf(Layer layer, GraphBuilder graph) {
        int kernel = layer.arguments().integer(1, "kernel", 5);
        Value in = layer.input();
        Value last = layer.unit(graph, ".cv1").apply(in, in.channels() / 2, 1);
        List<Value> pyramid = new ArrayList<>(List.of(last));
        for (int i = 0; i < 3; i++) {
            last = graph.maxPool(last, kernel, 1, kernel / 2);
            pyramid.add(last);
        }
        return layer.unit(graph, ".cv2").apply(graph.concat(pyramid), layer.channels(), 1);
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

    private static Value maxPool(Layer layer, GraphBuilder graph) {
        int kernel = layer.arguments().integer(0, "kernel");
        int step = layer.arguments().integer(1, "stride", kernel);
        return graph.maxPool(layer.input(), kernel, step, layer.arguments().integer(2, "padding", 0));
    }

    private static Value zeroPad(Layer layer, GraphBuilder graph) {
        List<Integer> sides = layer.arguments().integers(0, "left, right, top, bottom", List.of());
        if (sides.size() != 4) {
            throw new NetworkException("the border " + sides + " is not left, right, top, bottom");
        }
        return graph.pad(layer.input(), sides.get(0), sides.get(1), sides.get(2), sides.get(3), 0);
    }
}
