package io.vidette.deploy.app.model;

import io.vidette.topology.fault.UserError;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which weights to read, and where to write them.
 *
 * @param file a checkpoint of Ultralytics, a state dict, a TorchScript export, or Darknet's {@code .weights}
 * @param cfg of {@code .weights}: the network; absent for the file beside it that ends in {@code .cfg}
 * @param names of {@code .weights}: a file with the names of the classes, one a line
 * @param network of PyTorch's weights that do not name theirs: a name or a yaml
 * @param output is written as {@code best.pt}
 */
public record ImportOrder(Path file, Optional<Path> cfg, Optional<Path> names, Optional<String> network, Path output) {
    private static final String DARKNET = ".weights";

    /**
     * Validates the order.
     *
     * @throws UserError if an option does not go with the kind of weights
     */
    public ImportOrder {
        boolean darknet = file.toString().endsWith(DARKNET);
        if (darknet && network.isPresent()) {
            throw new UserError("--network is for PyTorch weights; for '" + file + "' the cfg describes the network");
        }
        if (!darknet && (cfg.isPresent() || names.isPresent())) {
            throw new UserError("--cfg and --names go with a .weights file of Darknet, not with '" + file + "'");
        }
    }

    boolean isDarknet() {
        return file.toString().endsWith(DARKNET);
    }

    /** Returns the cfg of Darknet's weights. */
    Path description() {
        return cfg.orElseGet(() -> Path.of(file.toString().replaceFirst("weights$", "cfg")));
    }
}
