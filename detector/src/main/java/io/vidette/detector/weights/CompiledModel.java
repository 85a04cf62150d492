package io.vidette.detector.weights;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.Pickled;
import io.vidette.detector.archive.Pickled.Instance;
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
import java.util.Optional;

/** A {@code best.pt} of ours, read back: its card, and the network with its weights. */
public record CompiledModel(ModelCard card, Network network) {
    /**
     * Reads an archive that {@link BestPtWriter} wrote, or that another tool wrote after changing its weights.
     *
     * @throws MalformedArchiveException when it is no such archive
     * @throws NetworkException naming the tensor that does not fit
     */
    public static CompiledModel read(TorchArchive archive) throws IOException {
        ModelCard card = card(archive);
        Graph graph = GraphReader.read(card.network());
        Pickled root = archive.pickle();
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (ParameterSpec parameter : graph.parameters()) {
            Optional<TensorRef> found = find(root, parameter.name());
            if (found.isPresent()) {
                Network.checkShape(parameter, found.get().shape());
                state.put(
                        parameter.name(),
                        Network.finite(
                                parameter.name(), archive.read(found.get()).widened()));
            }
        }
        return new CompiledModel(card, new Network(graph, state));
    }

    /** Whether an archive is one of ours, rather than another tool's. */
    public static boolean isOne(TorchArchive archive) throws IOException {
        return archive.isTorchScript()
                && archive.text("extra/" + ModelCard.FILE).isPresent();
    }

    /** The card alone. */
    public static ModelCard card(TorchArchive archive) throws IOException {
        return ModelCard.parse(archive.text("extra/" + ModelCard.FILE)
                .orElseThrow(() -> new MalformedArchiveException(
                        "it is a TorchScript program without " + ModelCard.FILE + ", so its network is not known")));
    }

    /** Follows a name such as {@code model.0.conv.weight} from module to module. */
    private static Optional<TensorRef> find(Pickled root, String name) {
        Optional<Pickled> value = Optional.of(root);
        for (String step : name.split("\\.", -1)) {
            value = value.flatMap(module ->
                    module instanceof Instance instance ? instance.attribute(step) : Optional.<Pickled>empty());
        }
        return value.flatMap(TensorRef::of);
    }
}
