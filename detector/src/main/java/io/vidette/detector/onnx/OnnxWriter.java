package io.vidette.detector.onnx;

import io.vidette.detector.archive.Tensor;
import io.vidette.detector.archive.WholeFile;
import io.vidette.detector.network.Graph;
import io.vidette.detector.network.Network;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.Operation;
import io.vidette.detector.network.ParameterSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes a network as ONNX: input {@code images} {@code [batch, 3, height, width]} of 0..1, output {@code output0}
 * {@code [batch, boxes, 5 + classes]}, both as the {@code forward} of {@code best.pt} has them, with all sides but the
 * channels open.
 */
public final class OnnxWriter {
    private static final String INPUT = "images";
    private static final String OUTPUT = "output0";

    private OnnxWriter() {}

    /**
     * Writes the file, or leaves it as it was; the same arguments give the same bytes.
     *
     * @param metadata by key, in its order
     * @throws NetworkException when the file would be larger than ONNX's 2 GiB
     */
    public static void write(Network network, String name, Map<String, String> metadata, Path file) throws IOException {
        Graph graph = network.graph();
        OnnxGraph onnx = new OnnxGraph();
        onnx.input(INPUT, List.of("batch", graph.input().channels(), "height", "width"));
        for (ParameterSpec parameter : graph.parameters()) {
            Tensor tensor = network.tensor(parameter.name());
            // Anchors are written by the decoder in pixels, and the counters of the training have no use.
            if (tensor.shape().size() == 4 || parameter.shape().size() == 1) {
                onnx.floats(parameter.name(), tensor.shape(), tensor.toFloats());
            }
        }
        onnx.node("Identity", graph.input().name(), List.of(INPUT), Map.of());
        OnnxNodes nodes = new OnnxNodes(onnx, network);
        for (Operation operation : graph.operations()) {
            operation.accept(nodes);
        }
        onnx.node("Identity", OUTPUT, List.of(graph.decode().output().name()), Map.of());
        onnx.output(OUTPUT, List.of("batch", "boxes", graph.decode().head().outputs()));
        ProtoMessage model = onnx.model(name, metadata);
        if (model.length() > Integer.MAX_VALUE) {
            throw new NetworkException("its weights are larger than the 2 GiB of an ONNX file");
        }
        WholeFile.write(file, model::writeTo);
    }
}
