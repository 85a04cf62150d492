package io.vidette.deploy.cli.option;

import io.vidette.topology.config.ConfigOverride;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The model and its input, under the option names of YOLOv5. */
public class WeightsOptions {
    @Option(
            names = {"--weights", "--model"},
            paramLabel = "FILE",
            description = "The model: a YOLOv5 checkpoint, a TorchScript export of YOLOv8 or later, a best.pt, or"
                    + " simulated:TIME, which takes TIME per frame, without results; with --engine opencv, .weights"
                    + " of Darknet (key: weights).")
    private @Nullable String weights;

    @Option(
            names = {"--img", "--imgsz"},
            paramLabel = "PIXELS",
            description =
                    "Side of the square input in pixels; 0 takes the size of the training (key: model.imageSize).")
    private @Nullable String imageSize;

    @Option(
            names = {"--conf", "--conf-thres"},
            paramLabel = "SCORE",
            description = "Minimum score of a box, 0..1 (key: model.confidence).")
    private @Nullable String confidence;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            description = "Precision of convolutions: auto, fp32, bf16 or fp16 (key: model.precision).")
    private @Nullable String precision;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "Device of the model: auto, cpu, cuda, cuda:N or cuda:N,M (key: model.device).")
    private @Nullable String device;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description = "Engine: pytorch, or opencv for Darknet networks (key: model.engine).")
    private @Nullable String engine;

    @Option(
            names = "--cfg",
            paramLabel = "FILE",
            description = "With --engine opencv: Darknet cfg of the weights (default: the .cfg file beside them; key:"
                    + " model.cfg).")
    private @Nullable String cfg;

    @Option(
            names = "--names",
            paramLabel = "FILE",
            description = "With --engine opencv: file of class names, one per line (default: numbers; key:"
                    + " model.names).")
    private @Nullable String names;

    /** The keys of the configuration that are options here; a list that may be added to. */
    public List<ConfigOverride> overrides() {
        List<ConfigOverride> overrides = new ArrayList<>();
        CommonOptions.add(overrides, "weights", weights, "--weights");
        CommonOptions.add(overrides, "model.imageSize", imageSize, "--img");
        CommonOptions.add(overrides, "model.confidence", confidence, "--conf");
        CommonOptions.add(overrides, "model.precision", precision, "--precision");
        CommonOptions.add(overrides, "model.device", device, "--device");
        CommonOptions.add(overrides, "model.engine", engine, "--engine");
        CommonOptions.add(overrides, "model.cfg", cfg, "--cfg");
        CommonOptions.add(overrides, "model.names", names, "--names");
        return overrides;
    }
}
