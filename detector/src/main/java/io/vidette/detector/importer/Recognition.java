package io.vidette.detector.importer;

import io.vidette.detector.archive.TensorRef;
import io.vidette.detector.archive.TorchArchive;
import io.vidette.detector.description.ShippedNetworks;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells a network by the names and shapes of its tensors. */
final class Recognition {
    private Recognition() {}

    /** The shipped network that all tensors fit, with their number of classes and anchors. */
    static Optional<NetworkSpec> network(TorchArchive archive, Map<String, TensorRef> tensors, List<String> names)
            throws IOException {
        for (String name : ShippedNetworks.names()) {
            try {
                NetworkSpec shipped = ShippedNetworks.named(name).orElseThrow();
                NetworkSpec fitted = HeadTensors.fit(shipped, tensors, archive, names);
                StateMatch.of(GraphReader.read(fitted), tensors);
                return Optional.of(fitted);
            } catch (NetworkException anotherNetwork) {
                // The next one may fit.
            }
        }
        return Optional.empty();
    }
}
