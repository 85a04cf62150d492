package io.vidette.deploy.app.evaluate;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.deploy.app.ProgressListener;
import io.vidette.deploy.node.Models;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.detector.image.Fit;
import io.vidette.detector.serve.DetectorConfig;
import io.vidette.detector.serve.ServedModel;
import io.vidette.topology.config.ConfigOverride;
import io.vidette.topology.fault.UserError;
import io.vidette.trainer.dataset.DataSet;
import io.vidette.trainer.report.RunFolder;
import io.vidette.trainer.validation.ClassMatch;
import io.vidette.trainer.validation.Validation;
import io.vidette.trainer.validation.ValidationFigures;
import java.util.List;

/** Evaluates a network on a labelled data set. It owns the network. */
public final class NetworkEvaluation implements AutoCloseable {
    /** YOLOv5's own settings for an evaluation. They outrank the file, which says how pictures are served. */
    public static final List<ConfigOverride> DEFAULTS = List.of(
            ofVal("model.confidence", "0.001"),
            ofVal("model.iou", "0.6"),
            ofVal("model.maxDetections", "300"),
            ofVal("model.suppression.multiLabel", "true"));

    private final SimpleMeterRegistry meters;
    private final ServedModel network;
    private final DetectorConfig config;
    private final DataSet data;
    private final ClassMatch classes;

    private NetworkEvaluation(SimpleMeterRegistry meters, ServedModel network, DetectorConfig config, DataSet data) {
        this.meters = meters;
        this.network = network;
        this.config = config;
        this.data = data;
        this.classes = ClassMatch.of(data.classes(), network.classes());
    }

    private static ConfigOverride ofVal(String key, String value) {
        return new ConfigOverride(key, value, "default of val");
    }

    /**
     * Loads the network, which takes seconds.
     *
     * @throws UserError if the weights cannot be used
     */
    public static NetworkEvaluation open(NodeConfig config, DataSet data) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ServedModel network = Models.exact(config, Fit.VALIDATE, meters);
        try {
            return new NetworkEvaluation(meters, network, config.model(), data);
        } catch (RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    /** Returns how the classes of network and data set differ, one sentence each. */
    public List<String> warnings() {
        return classes.warnings();
    }

    /**
     * Runs the network on all pictures.
     *
     * @param listener receives the number of pictures done so far
     */
    public Validation run(ProgressListener listener) {
        int pictures = data.images().size();
        // The speed of batches is reported, so none may be the first of its size.
        network.warmUp(pictures);
        return Validation.run(data, network, classes, config.maxBatch(), done -> listener.passed(done, pictures));
    }

    /**
     * Computes the figures of a run.
     *
     * @param folder where the run writes its files
     * @throws UserError if no picture could be used
     */
    public NetworkReport report(Validation run, RunFolder folder) {
        if (run.images() == 0) {
            throw new UserError("none of the " + data.images().size() + " pictures could be used; see above");
        }
        return new NetworkReport(
                network.model(),
                network.servingForm(),
                network.imageSize(),
                config.maxBatch(),
                config.confidence(),
                config.iou(),
                run,
                ValidationFigures.of(data.classes(), run),
                NetworkReport.Speed.of(meters, run.images()),
                folder);
    }

    @Override
    public void close() {
        network.close();
    }
}
