package io.vidette.detector.network;

import java.util.Map;

/** The sections of a Darknet cfg as layers, each with its own name and numbers as arguments. */
final class DarknetLayers {
    static final String CONVOLUTIONAL = "darknet.convolutional";
    static final String SHORTCUT = "darknet.shortcut";
    static final String ROUTE = "darknet.route";
    static final String UPSAMPLE = "darknet.upsample";
    static final String MAXPOOL = "darknet.maxpool";
    /** A section that changes nothing when the network is used: dropout, and yolo, whose boxes the last layer decodes. */
    static final String PASS = "darknet.pass";

    static final Map<String, LayerKind> KINDS = Map.of(
            CONVOLUTIONAL, DarknetLayers::convolutional,
            SHORTCUT, DarknetLayers::shortcut,
            ROUTE, DarknetLayers::route,
            UPSAMPLE,
                    (layer, graph) ->
                            graph.upsample(layer.input(), layer.arguments().integer(0, "stride")),
            MAXPOOL, DarknetLayers::maxpool,
            PASS, (layer, graph) -> layer.input());

    /** Lower than any number of a map, so that it never is the maximum; finite, because a program has no word for infinity. */
    private static final double LOWEST = -1e30;

    private DarknetLayers() {}

    /** Arguments: filters, size, stride, padding, groups, batch_normalize, activation. */
    private static Value convolutional(Layer layer, GraphBuilder graph) {
        LayerArguments arguments = layer.arguments();
        boolean normalized = arguments.flag(5, "batch_normalize", false);
        Value value = graph.convolution(
                layer.path() + ".conv",
                layer.input(),
                arguments.integer(0, "filters"),
                arguments.integer(1, "size"),
                arguments.integer(2, "stride"),
                arguments.integer(3, "padding"),
                arguments.integer(4, "groups"),
                !normalized);
        if (normalized) {
            value = graph.batchNorm(layer.path() + ".bn", value, Operation.BatchNorm.DARKNET_EPSILON);
        }
        return graph.activate(value, activation(layer, 6));
    }

    /** Arguments: activation. */
    private static Value shortcut(Layer layer, GraphBuilder graph) {
        if (layer.inputs().size() != 2) {
            throw new NetworkException("it adds two maps, not " + layer.inputs().size());
        }
        Value sum = graph.sum(layer.inputs().get(0), layer.inputs().get(1));
        return graph.activate(sum, activation(layer, 0));
    }

    /** Arguments: groups that each map is divided into, index of the one that is taken. */
    private static Value route(Layer layer, GraphBuilder graph) {
        int groups = layer.arguments().integer(0, "groups", 1);
        int group = layer.arguments().integer(1, "group_id", 0);
        if (groups < 1 || group < 0 || group >= groups) {
            throw new NetworkException("group_id " + group + " is not below groups " + groups);
        }
        var parts = layer.inputs().stream()
                .map(in -> groups == 1
                        ? in
                        : graph.slice(in, in.channels() / groups * group, in.channels() / groups * (group + 1)))
                .toList();
        return parts.size() == 1 ? parts.get(0) : graph.concat(parts);
    }

    /**
     * Arguments: size, stride, padding. The padding is for both sides together, and the smaller half of it is left and
     * above: a window of two with a step of one looks to the right and below.
     */
    private static Value maxpool(Layer layer, GraphBuilder graph) {
        int size = layer.arguments().integer(0, "size");
        int step = layer.arguments().integer(1, "stride");
        int padding = layer.arguments().integer(2, "padding");
        if (padding % 2 == 0) {
            return graph.maxPool(layer.input(), size, step, padding / 2);
        }
        int before = padding / 2;
        int after = padding - before;
        if (before == 0 && size == step) {
            // The sides of a map are multiples of the step, so no window reaches the border.
            return graph.maxPool(layer.input(), size, step, 0);
        }
        return graph.maxPool(graph.pad(layer.input(), before, after, before, after, LOWEST), size, step, 0);
    }

    private static Activation activation(Layer layer, int index) {
        String name = layer.arguments().text(index, "activation", "linear");
        return Activation.ofDarknet(name)
                .orElseThrow(() -> new NetworkException("the activation '" + name + "' is not known"));
    }
}
