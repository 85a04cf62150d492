package io.vidette.deploy.cli.option;

import io.vidette.topology.config.ConfigOverride;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model looks at pictures; with YOLOv5's names. */
public class WeightsOptions {
    @Option(
            names = {"--weights", "--model"},
            paramLabel = "FILE",
            description = "The model: a YOLOv5 checkpoint, a TorchScript export of YOLOv8 or later, a best.pt, or"
                    + " simulated:TIME, which finds nothing in that time; with --engine opencv a .weights file of Darknet"
                    + " (key: weights).")
    private @Nullable String weights;

    @Option(
            names = {"--img", "--imgsz"},
            paramLabel = "PIXELS",
            description =
                    "Side of the square that pictures are fitted into; 0: as the weights say (key: model.imageSize).")
    private @Nullable String imageSize;

    @Option(
            names = {"--conf", "--conf-thres"},
            paramLabel = "SCORE",
            description = "Least score of a box (key: model.confidence).")
    private @Nullable String confidence;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            description = "auto, fp32, bf16 or fp16 (key: model.precision).")
    private @Nullable String precision;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "auto, cpu, cuda, cuda:N or cuda:N,M (key: model.device).")
    private @Nullable String device;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description = "pytorch, or opencv for networks of Darknet (key: model.engine).")
    private @Nullable String engine;

    @Option(
            names = "--cfg",
            paramLabel = "FILE",
            description = "With --engine opencv: the network of the weights; default: the .cfg file beside them (key:"
                    + " model.cfg).")
    private @Nullable String cfg;

    @Option(
            names = "--names",
            paramLabel = "FILE",
            description = "With --engine opencv: the names of the classes, one a line; default: numbers (key:"
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
