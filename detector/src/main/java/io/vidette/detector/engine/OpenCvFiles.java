package io.vidette.detector.engine;

import io.vidette.detector.serve.DetectorConfig;
import io.vidette.detector.torch.DeviceSetting;
import io.vidette.detector.weights.DarknetFiles;
import io.vidette.topology.fault.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Finds the files of a network that OpenCV shall run, and refuses settings that OpenCV does not have. */
final class OpenCvFiles {
    private static final String ENDING = ".weights";

    private OpenCvFiles() {}

    /**
     * The weights with their cfg: the one that is set, else the file beside the weights that ends in {@code .cfg}.
     *
     * @throws UserError naming the file or the setting, and the remedy
     */
    static DarknetFiles of(Path weights, DetectorConfig config) {
        refuseSettings(config);
        String path = weights.toString();
        if (!path.endsWith(ENDING)) {
            throw new UserError("weights '" + path + "': model.engine is opencv, which runs networks of Darknet; give a"
                    + " .weights file with its cfg, or leave --engine out");
        }
        Optional<Path> given = config.cfg();
        Path beside = Path.of(path.substring(0, path.length() - ENDING.length()) + ".cfg");
        if (given.isEmpty() && !Files.exists(beside)) {
            throw new UserError("weights '" + path + "': there is no '" + beside
                    + "' beside them; give the network's cfg with --cfg (model.cfg)");
        }
        return new DarknetFiles(weights, given.orElse(beside), config.names());
    }

    private static void refuseSettings(DetectorConfig config) {
        if (config.device().kind() == DeviceSetting.Kind.CUDA) {
            throw new UserError("model.device is " + config.device()
                    + ", but model.engine opencv computes on the processor; leave model.device at auto");
        }
        switch (config.precision()) {
            case AUTO, FP32 -> {}
            case BF16, FP16 ->
                throw new UserError("model.precision is "
                        + config.precision().name().toLowerCase(Locale.ROOT)
                        + ", but model.engine opencv computes with 32 bits; leave model.precision at auto");
        }
    }
}
