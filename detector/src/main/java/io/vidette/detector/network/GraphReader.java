package io.vidette.detector.network;

import java.util.ArrayList;
import java.util.List;

/** Makes the graph of a network description. */
public final class GraphReader {
    /** YOLOv5's last layer: a convolution for each map, and its boxes. */
    private static final String DETECT = "Detect";
    /** Darknet's: the convolutions are layers of their own. Argument: the scale of the centres, for each level. */
    static final String YOLO = "darknet.yolo";

    private final NetworkSpec network;
    private final GraphBuilder graph = new GraphBuilder();
    private final List<Value> outputs = new ArrayList<>();

    private GraphReader(NetworkSpec network) {
        this.network = network;
    }

    /**
     * Builds the graph.
     *
     * @throws NetworkException naming the layer that is unknown or does not fit
     */
    public static Graph read(NetworkSpec network) {
        return new GraphReader(network).build();
    }

    /** What each layer but the last gives. */
    static List<Value> outputs(NetworkSpec network) {
        GraphReader reader = new GraphReader(network);
        reader.build();
        return List.copyOf(reader.outputs);
    }

    private Graph build() {
        Value input = graph.input(network.inputChannels());
        int last = network.layers().size() - 1;
        for (int i = 0; i < last; i++) {
            outputs.add(layer(i, input));
        }
        LayerSpec detect = network.layers().get(last);
        try {
            List<Value> maps = inputs(last, detect, input);
            return graph.build(input, detect("model." + last, detect, maps));
        } catch (NetworkException e) {
            throw named(last, detect, e);
        }
    }

    private Value layer(int index, Value input) {
        LayerSpec spec = network.layers().get(index);
        try {
            LayerKind kind = LayerKinds.named(spec.module())
                    .orElseThrow(() -> new NetworkException(
                            "unknown kind of layer; known are " + LayerKinds.names() + ", " + DETECT));
            if (spec.number() < 1) {
                throw new NetworkException("it repeats " + spec.number() + " times");
            }
            List<Value> inputs = inputs(index, spec, input);
            int repeats = network.repeats(spec.number());
            return kind.build(new Layer(network, "model." + index, inputs, repeats, spec.arguments()), graph);
        } catch (NetworkException e) {
            throw named(index, spec, e);
        }
    }

    private List<Value> inputs(int index, LayerSpec spec, Value input) {
        if (spec.from().isEmpty()) {
            throw new NetworkException("it takes no input");
        }
        List<Value> inputs = new ArrayList<>();
        for (int from : spec.from()) {
            int source = from < 0 ? index + from : from;
            if (source == -1 && index == 0) {
                inputs.add(input);
            } else if (source < 0 || source >= index) {
                throw new NetworkException("its input comes from layer " + from + ", which is not before it");
            } else {
                inputs.add(outputs.get(source));
            }
        }
        return inputs;
    }

    private Operation.Decode detect(String path, LayerSpec spec, List<Value> inputs) {
        Head head = network.head();
        if (inputs.size() != head.anchors().size()) {
            throw new NetworkException("it takes " + inputs.size() + " maps but has anchors for "
                    + head.anchors().size());
        }
        return switch (spec.module()) {
            case DETECT -> graph.decode(path, convolved(path, inputs), head, BoxCode.yolov5(inputs.size()));
            case YOLO -> {
                inputs.forEach(map -> checkChannels(map, head));
                List<Double> scales = spec.arguments().reals(0, "scales of the centres");
                yield graph.decode(path, inputs, head, new BoxCode(BoxCode.Size.EXPONENTIAL, scales));
            }
            default -> throw new NetworkException("the last layer must be " + DETECT + " or " + YOLO);
        };
    }

    private List<Value> convolved(String path, List<Value> inputs) {
        List<Value> maps = new ArrayList<>();
        int channels = network.head().anchorsPerLevel() * network.head().outputs();
        for (int i = 0; i < inputs.size(); i++) {
            maps.add(graph.convolution(path + ".m." + i, inputs.get(i), channels, 1, 1, 0, 1, true));
        }
        return maps;
    }

    private static void checkChannels(Value map, Head head) {
        int channels = head.anchorsPerLevel() * head.outputs();
        if (map.channels() != channels) {
            throw new NetworkException("a map of " + map.channels() + " channels does not hold " + channels + ": "
                    + head.anchorsPerLevel() + " anchors of " + head.outputs() + " numbers");
        }
    }

    private static NetworkException named(int index, LayerSpec spec, NetworkException cause) {
        return new NetworkException(index, "layer " + index + " (" + spec.module() + "): " + cause.getMessage());
    }
}
