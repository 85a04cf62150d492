package io.vidette.detector.compile;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.Pickled;
import io.vidette.detector.archive.Pickled.Instance;
import io.vidette.detector.archive.Pickled.Text;
import io.vidette.detector.archive.Tensor;
import io.vidette.detector.archive.TensorRef;
import io.vidette.detector.archive.TorchArchive;
import io.vidette.detector.network.Graph;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.Network;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.ParameterSpec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A {@code best.pt} of ours, read back: its card, and the network with its weights. */
public record CompiledModel(ModelCard card, Network network) {
    private static final int MAX_DEPTH = 16;

    /**
     * Reads an archive that {@link TorchScriptCompiler} wrote, or that another tool wrote after changing its weights.
     *
     * @throws MalformedArchiveException when it is no such archive
     * @throws NetworkException naming the tensor that does not fit
     */
    public static CompiledModel read(TorchArchive archive) throws IOException {
        ModelCard card = card(archive);
        Graph graph = GraphReader.read(card.network());
        Map<String, TensorRef> found = new LinkedHashMap<>();
        collect(archive.pickle(), "", found, 0);
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (ParameterSpec parameter : graph.parameters()) {
            TensorRef ref = found.get(parameter.name());
            if (ref != null) {
                Network.checkShape(parameter, ref.shape());
                state.put(parameter.name(), archive.read(ref).widened());
            }
        }
        return new CompiledModel(card, new Network(graph, state));
    }

    /** The card alone. */
    public static ModelCard card(TorchArchive archive) throws IOException {
        return ModelCard.parse(archive.text("extra/" + ModelCard.FILE)
                .orElseThrow(() -> new MalformedArchiveException(
                        "it is a TorchScript program without " + ModelCard.FILE + ", so its network is not known")));
    }

    private static void collect(Pickled module, String prefix, Map<String, TensorRef> found, int depth) {
        if (!(module instanceof Instance instance) || depth > MAX_DEPTH) {
            return;
        }
        for (Map.Entry<Pickled, Pickled> attribute : instance.attributes().entrySet()) {
            if (attribute.getKey() instanceof Text name) {
                TensorRef.of(attribute.getValue())
                        .ifPresentOrElse(
                                ref -> found.put(prefix + name.value(), ref),
                                () -> collect(attribute.getValue(), prefix + name.value() + ".", found, depth + 1));
            }
        }
    }
}
