package io.vidette.detector.importer;

import io.vidette.detector.network.Network;
import io.vidette.detector.network.NetworkSpec;
import java.util.Optional;

/**
 * Weights together with the description of the network they belong to.
 *
 * @param imageSize side of the square, in pixels, that the network was trained at, where the file says it
 */
public record ImportedModel(NetworkSpec spec, Network network, Optional<Integer> imageSize) {
    /** One of a file that does not say its size. */
    public ImportedModel(NetworkSpec spec, Network network) {
        this(spec, network, Optional.empty());
    }

    ImportedModel withName(String name) {
        return new ImportedModel(spec.withName(name), network, imageSize);
    }

    ImportedModel withImageSize(Optional<Integer> pixels) {
        return new ImportedModel(spec, network, pixels);
    }
}
