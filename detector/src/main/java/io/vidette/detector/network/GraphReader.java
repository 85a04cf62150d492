package io.vidette.detector.network;

import java.util.ArrayList;
import java.util.List;

/** Makes the graph of a network description. */
public final class GraphReader {
    private static final String DETECT = "Detect";

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

    private Graph build() {
        Value input = graph.input(network.inputChannels());
        int last = network.layers().size() - 1;
        for (int i = 0; i < last; i++) {
            outputs.add(layer(i, input));
        }
        LayerSpec detect = network.layers().get(last);
        try {
            if (!detect.module().equals(DETECT)) {
                throw new NetworkException("the last layer must be " + DETECT);
            }
            return graph.build(input, detect("model." + last, inputs(last, detect, input)));
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

    private Operation.Decode detect(String path, List<Value> inputs) {
        Head head = network.head();
        if (inputs.size() != head.anchors().size()) {
            throw new NetworkException("it takes " + inputs.size() + " maps but has anchors for "
                    + head.anchors().size());
        }
        List<Value> maps = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            int channels = head.anchorsPerLevel() * head.outputs();
            maps.add(graph.convolution(path + ".m." + i, inputs.get(i), channels, 1, 1, 0, 1, true));
        }
        return graph.decode(path, maps, head);
    }

    private static NetworkException named(int index, LayerSpec spec, NetworkException cause) {
        return new NetworkException("layer " + index + " (" + spec.module() + "): " + cause.getMessage());
    }
}
