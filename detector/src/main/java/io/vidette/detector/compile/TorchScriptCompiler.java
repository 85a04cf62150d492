package io.vidette.detector.compile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vidette.detector.network.Graph;
import io.vidette.detector.network.Network;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.network.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes {@code best.pt}: a network as a TorchScript archive that PyTorch, DJL and Ultralytics' tools load. */
public final class TorchScriptCompiler {
    /** The size that the published YOLOv5 weights were trained with, for files that say none. */
    public static final int IMAGE_SIZE = 640;

    private TorchScriptCompiler() {}

    /** Writes the archive of a network that was trained at {@value #IMAGE_SIZE} pixels. */
    public static void write(NetworkSpec spec, Network network, ModelCard.Source source, Path file) throws IOException {
        write(spec, network, IMAGE_SIZE, false, source, file);
    }

    /**
     * Writes the archive; the same arguments give the same bytes.
     *
     * @param imageSize and {@code stretch}: as in {@link ModelCard}
     */
    public static void write(
            NetworkSpec spec, Network network, int imageSize, boolean stretch, ModelCard.Source source, Path file)
            throws IOException {
        Graph graph = network.graph();
        List<Integer> strides =
                graph.decode().inputs().stream().map(Value::stride).toList();
        ModelCard card = new ModelCard(ModelCard.SCHEMA, spec, imageSize, stretch, strides, source);
        Map<String, String> extras = new LinkedHashMap<>();
        extras.put("config.txt", ultralyticsConfig(spec, graph, imageSize));
        extras.put(ModelCard.FILE, card.toJson());
        ScriptModule.write(network, PlainForward.method(graph), extras, file);
    }

    /** What Ultralytics' loader reads to learn the stride and the names of the classes. */
    private static String ultralyticsConfig(NetworkSpec spec, Graph graph, int imageSize) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.putArray("shape").add(1).add(spec.inputChannels()).add(imageSize).add(imageSize);
        config.put("stride", graph.stride());
        ObjectNode names = config.putObject("names");
        List<String> classes = spec.head().classes();
        for (int i = 0; i < classes.size(); i++) {
            names.put(Integer.toString(i), classes.get(i));
        }
        return config.toString();
    }
}
