package io.vidette.detector.serve;

import ai.djl.engine.EngineException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.detector.image.Fit;
import io.vidette.detector.nms.ScoreThresholds;
import io.vidette.detector.torch.ComputeDevice;
import io.vidette.detector.torch.DeviceChoice;
import io.vidette.detector.torch.DeviceSetting;
import io.vidette.detector.torch.Djl;
import io.vidette.detector.torch.EngineErrors;
import io.vidette.detector.weights.BestPt;
import io.vidette.detector.weights.ExportedModel;
import io.vidette.detector.weights.Servable;
import io.vidette.detector.weights.Weights;
import io.vidette.topology.fault.UserError;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a {@link YoloModel} that serves: finds the devices, loads a form of the model on each, and warms them up.
 *
 * @param source what is served
 * @param weights whose cache keeps the serving forms
 * @param given the configuration, whose image size may be left to the weights
 * @param fit how pictures are fitted into the square, where the model was not trained on stretched ones
 */
public record ModelLoader(Servable source, Weights weights, DetectorConfig given, Fit fit, MeterRegistry meters) {
    private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);

    /**
     * Loads a model for detection and warms it up: takes seconds.
     *
     * @param source what {@link Weights#find} gave
     * @param weights whose cache keeps the serving form
     * @throws UserError when it cannot be loaded, or the image size does not fit it
     */
    public static YoloModel load(Servable source, Weights weights, DetectorConfig config, MeterRegistry meters) {
        return load(source, weights, config, Fit.DETECT, meters);
    }

    /** The same with another way of fitting pictures into the square, where the model was not trained on stretched ones. */
    public static YoloModel load(
            Servable source, Weights weights, DetectorConfig config, Fit fit, MeterRegistry meters) {
        return new ModelLoader(source, weights, config, fit, meters).load(DeviceChoice.here());
    }

    /**
     * Loads the model on the configured devices of the machine. If the device is {@code auto} and a card fails, uses
     * the processor.
     *
     * @throws UserError when it cannot be loaded, or the image size does not fit it
     */
    YoloModel load(DeviceChoice machine) {
        DeviceChoice.Devices choice = devices(source, given, machine);
        try {
            choice.start();
            return load(choice.all());
        } catch (UserError e) {
            if (given.device().kind() != DeviceSetting.Kind.AUTO || choice.isProcessor()) {
                throw e;
            }
            LOG.warn("the processor serves: {}", e.getMessage());
            Djl.start();
            return load(DeviceChoice.Devices.processor().all());
        }
    }

    /**
     * Chooses what computes a model.
     *
     * @throws UserError when a card was asked for and cannot be had, or the model cannot run on one
     */
    static DeviceChoice.Devices devices(Servable source, DetectorConfig config, DeviceChoice machine) {
        return source.map(
                best -> machine.choose(config.device(), config.libtorch()), export -> processor(export, config));
    }

    /** An export is not compiled for a card. */
    private static DeviceChoice.Devices processor(ExportedModel export, DetectorConfig config) {
        if (config.device().kind() == DeviceSetting.Kind.CUDA) {
            throw new UserError("model.device is " + config.device() + ", but the export '" + export.file()
                    + "' is served as it is, by the processor; leave model.device at auto");
        }
        config.libtorch()
                .ifPresent(folder -> LOG.warn(
                        "model.libtorch ({}) is not used: the export '{}' is served as it is, by the processor",
                        folder,
                        export.file()));
        return DeviceChoice.Devices.processor();
    }

    /** Loads it on devices that were found before; the engine runs. */
    YoloModel load(List<ComputeDevice> devices) {
        DetectorConfig config = given.change(DetectorConfig::imageSize).to(source.side(given.imageSize()));
        checkBatch(config);
        LOG.info(
                "model {}: {} pixels, {}",
                source.id().name(),
                config.imageSize(),
                given.imageSize() == 0 ? "as the weights say" : "as model.imageSize says");
        // Before anything is loaded: it refuses classes that the model does not have.
        ScoreThresholds thresholds = config.suppression().thresholds(config.confidence(), source.classes());
        List<BatchEngine> engines = engines(config, devices, thresholds);
        YoloModel model = new YoloModel(source, config, source.fit(fit), devices, engines, thresholds, meters);
        try {
            model.warmUp();
            return model;
        } catch (EngineException e) {
            model.close();
            throw new UserError(
                    model.devices() + " cannot compute " + config.maxBatch() + " pictures at once ("
                            + EngineErrors.line(e) + "); try a smaller model.maxBatch",
                    e);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** The squares of a batch lie in one buffer. */
    private static void checkBatch(DetectorConfig config) {
        long bytes = (long) config.imageSize() * config.imageSize() * 3;
        if (bytes * config.maxBatch() > Integer.MAX_VALUE) {
            throw new UserError("model.maxBatch is " + config.maxBatch() + ", and so many pictures of "
                    + config.imageSize() + " pixels do not fit into 2 GiB; take at most " + Integer.MAX_VALUE / bytes);
        }
    }

    private List<BatchEngine> engines(DetectorConfig config, List<ComputeDevice> devices, ScoreThresholds thresholds) {
        return source.map(
                best -> compiled(best, config, devices, thresholds),
                export -> List.of(asItIs(export, config, thresholds)));
    }

    private BatchEngine asItIs(ExportedModel export, DetectorConfig config, ScoreThresholds thresholds) {
        ServingForm form = ExportForms.load(export, config, weights.cache());
        return new Inference(form, config.imageSize(), thresholds, config.parallelPieces());
    }

    private List<BatchEngine> compiled(
            BestPt best, DetectorConfig config, List<ComputeDevice> devices, ScoreThresholds thresholds) {
        List<BatchEngine> engines = new ArrayList<>();
        try {
            for (ComputeDevice device : devices) {
                ServingDevice serving = ServingDevice.of(device);
                CompiledForm form = CompiledForms.load(best, config, serving, weights.cache());
                engines.add(serving.batches(form, config, thresholds));
            }
            return engines;
        } catch (RuntimeException e) {
            engines.forEach(BatchEngine::close);
            throw e;
        }
    }
}
