package io.vidette.deploy.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.detector.engine.ModelOpener;
import io.vidette.detector.image.Fit;
import io.vidette.detector.serve.DetectorConfig;
import io.vidette.detector.serve.ModelLoader;
import io.vidette.detector.serve.PrecisionSetting;
import io.vidette.detector.serve.ServedModel;
import io.vidette.detector.serve.YoloModel;
import io.vidette.detector.weights.Servable;
import io.vidette.detector.weights.Weights;
import io.vidette.topology.config.Durations;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.fault.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** Loads the model that a node was told to use. */
public final class Models {
    private static final String SIMULATED = "simulated:";

    private Models() {}

    /**
     * Opens the weights; foreign ones are imported. What is returned loads and warms up the model, which takes seconds.
     *
     * @param cache where imported weights and serving forms are kept
     * @throws UserError when no weights are named or they cannot be used
     */
    static Supplier<FrameDetector> open(NodeConfig config, Path cache, MeterRegistry registry) {
        String weights = named(config);
        if (weights.startsWith(SIMULATED)) {
            Duration perFrame = perFrame(weights);
            return () -> new SimulatedModel(perFrame);
        }
        Supplier<ServedModel> opened =
                new ModelOpener(new Weights(cache), config.model(), Fit.DETECT, registry).open(Path.of(weights));
        return opened::get;
    }

    /**
     * Opens the weights, loads and warms up the model, which takes seconds. Imported weights and serving forms are kept in
     * the data directory.
     *
     * @throws UserError when no weights are named or they cannot be used
     */
    public static FrameDetector load(NodeConfig config, MeterRegistry registry) {
        return open(config, DataDirectory.models(config.data()), registry).get();
    }

    /**
     * Loads a network for a command whose figures are compared with other tools: {@code model.precision: auto} means 32
     * bits there. Imported weights are kept where the configuration says.
     *
     * @param fit how pictures are fitted into its square
     * @throws UserError as {@link #load}, and for a simulated model
     */
    public static ServedModel exact(NodeConfig config, Fit fit, MeterRegistry registry) {
        YoloModel.finishAtExit();
        DetectorConfig model = config.model().precision() == PrecisionSetting.AUTO
                ? config.model().change(DetectorConfig::precision).to(PrecisionSetting.FP32)
                : config.model();
        Weights folder = new Weights(DataDirectory.models(config.data()));
        return new ModelOpener(folder, model, fit, registry).open(file(config)).get();
    }

    /**
     * Loads a model for a benchmark of PyTorch. Imported weights are kept where the configuration says.
     *
     * @throws UserError as {@link #load}, for a simulated model, and for another engine
     */
    public static YoloModel onPyTorch(NodeConfig config, MeterRegistry registry) {
        Weights folder = new Weights(DataDirectory.models(config.data()));
        return ModelLoader.load(open(config, folder), folder, config.model(), Fit.DETECT, registry);
    }

    /**
     * Opens the weights alone, for a command that runs on PyTorch alone.
     *
     * @throws UserError when none are named, they cannot be used, are simulated, or another engine is set
     */
    public static Servable open(NodeConfig config, Weights folder) {
        return ModelOpener.forPyTorch(file(config), folder, config.model());
    }

    private static Path file(NodeConfig config) {
        String weights = named(config);
        if (weights.startsWith(SIMULATED)) {
            throw new UserError(
                    "a simulated model detects nothing; this command needs real weights: give --weights FILE");
        }
        return Path.of(weights);
    }

    /**
     * Checks for missing weights before anything else is started.
     *
     * @throws UserError when no weights are named, or a file that is not there
     */
    public static void check(NodeConfig config) {
        String weights = named(config);
        if (weights.startsWith(SIMULATED)) {
            perFrame(weights);
        } else if (!Files.isReadable(Path.of(weights))) {
            throw new UserError("weights '" + weights + "': there is no such file that can be read; check the path");
        }
    }

    private static String named(NodeConfig config) {
        return config.weights()
                .orElseThrow(() -> new UserError(
                        "no weights: name a YOLOv5 checkpoint, a TorchScript export or a best.pt with --weights, or try"
                                + " the stream without a model with --weights simulated:5ms"));
    }

    private static Duration perFrame(String weights) {
        try {
            return Durations.parse(weights.substring(SIMULATED.length()));
        } catch (IllegalArgumentException e) {
            throw new UserError("weights '" + weights + "': a simulated model is named like simulated:5ms", e);
        }
    }
}
