package io.vidette.detector.compile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vidette.detector.network.Graph;
import io.vidette.detector.network.Network;
import io.vidette.detector.network.NetworkSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the plain form of a network: a TorchScript archive that PyTorch, DJL and Ultralytics' tools load. */
public final class TorchScriptCompiler {
    private TorchScriptCompiler() {}

    /**
     * Writes the archive; the same arguments give the same bytes.
     *
     * @param imageSize side of the square, in pixels, that the network was trained for
     * @param extras texts that the archive keeps beside the program, by the names of their files
     */
    public static void write(NetworkSpec spec, Network network, int imageSize, Map<String, String> extras, Path file)
            throws IOException {
        Graph graph = network.graph();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("config.txt", ultralyticsConfig(spec, graph, imageSize));
        all.putAll(extras);
        ScriptModule.write(network, PlainForward.method(graph), all, file);
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
