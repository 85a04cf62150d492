package io.vidette.detector.network;

import java.util.ArrayList;
import java.util.List;

/**
 * A layer as the table of a network shows it.
 *
 * @param number how often it repeats, after the depth multiple
 * @param parameters numbers that training learns
 * @param arguments as the description gives them, before the width multiple
 * @param channels of what comes out
 * @param stride of what comes out, in pixels of the input; for the detecting layer the largest of its levels
 */
public record LayerRow(
        int index,
        List<Integer> from,
        int number,
        long parameters,
        String module,
        List<Object> arguments,
        int channels,
        int stride) {
    public LayerRow {
        from = List.copyOf(from);
        arguments = List.copyOf(arguments);
    }

    /**
     * All layers of a network, in order.
     *
     * @throws NetworkException naming the layer that is unknown or does not fit
     */
    public static List<LayerRow> table(NetworkSpec network) {
        Graph graph = GraphReader.read(network);
        List<Value> outputs = GraphReader.outputs(network);
        List<LayerRow> rows = new ArrayList<>();
        for (int i = 0; i < network.layers().size(); i++) {
            LayerSpec layer = network.layers().get(i);
            boolean last = i == outputs.size();
            rows.add(new LayerRow(
                    i,
                    layer.from(),
                    network.repeats(layer.number()),
                    graph.learnedNumbers("model." + i + "."),
                    layer.module(),
                    layer.arguments().values(),
                    last ? network.head().outputs() : outputs.get(i).channels(),
                    last ? graph.stride() : outputs.get(i).stride()));
        }
        return rows;
    }
}
