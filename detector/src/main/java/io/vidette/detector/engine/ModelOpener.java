package io.vidette.detector.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.detector.image.Fit;
import io.vidette.detector.serve.DetectorConfig;
import io.vidette.detector.serve.EngineSetting;
import io.vidette.detector.serve.ModelLoader;
import io.vidette.detector.serve.ServedModel;
import io.vidette.detector.weights.DarknetFiles;
import io.vidette.detector.weights.Servable;
import io.vidette.detector.weights.Weights;
import io.vidette.topology.fault.UserError;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Opens weights for the engine that the configuration names.
 *
 * @param weights whose cache keeps imported weights and serving forms
 * @param fit how pictures are fitted into the square, where the model was not trained on stretched ones
 */
public record ModelOpener(Weights weights, DetectorConfig config, Fit fit, MeterRegistry meters) {
    /**
     * Opens a file. What is returned loads the model and warms it up, which takes seconds.
     *
     * @throws UserError when the engine cannot run this file, or a setting does not go with the engine
     */
    public Supplier<ServedModel> open(Path file) {
        return switch (config.engine()) {
            case PYTORCH -> {
                Servable source = forPyTorch(file, weights, config);
                yield () -> ModelLoader.load(source, weights, config, fit, meters);
            }
            case OPENCV -> {
                DarknetFiles files = OpenCvFiles.of(file, config);
                yield () -> OpenCvModel.load(files, config, fit, meters);
            }
        };
    }

    /**
     * Opens a file for a program that runs on PyTorch alone.
     *
     * @throws UserError when another engine is set, or the weights cannot be used
     */
    public static Servable forPyTorch(Path file, Weights weights, DetectorConfig config) {
        if (config.engine() != EngineSetting.PYTORCH) {
            throw new UserError("model.engine is opencv, and this runs on PyTorch alone; leave --engine out");
        }
        if (config.cfg().isPresent() || config.names().isPresent()) {
            throw new UserError("model.cfg and model.names go with model.engine opencv; add --engine opencv, or import"
                    + " the network for PyTorch with 'vidette model import FILE.weights --cfg FILE.cfg'");
        }
        return weights.find(file);
    }
}
