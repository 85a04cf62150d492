package io.vidette.deploy.cli;

import io.vidette.topology.config.ConfigOverride;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the commands that run a node take beside the common options. */
final class NodeOptions {
    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "The model: a YOLOv5 checkpoint, a best.pt, or simulated:TIME (key: weights).")
    private @Nullable String weights;

    @Option(names = "--conf", paramLabel = "SCORE", description = "Least score of a box (key: model.confidence).")
    private @Nullable String confidence;

    @Option(names = "--iou", paramLabel = "IOU", description = "Overlap that suppresses a box (key: model.iou).")
    private @Nullable String iou;

    @Option(names = "--http-port", paramLabel = "PORT", description = "Of metrics and health (key: http.port).")
    private @Nullable String httpPort;

    List<ConfigOverride> overrides() {
        List<ConfigOverride> overrides = new ArrayList<>();
        CommonOptions.add(overrides, "weights", weights, "--weights");
        CommonOptions.add(overrides, "model.confidence", confidence, "--conf");
        CommonOptions.add(overrides, "model.iou", iou, "--iou");
        CommonOptions.add(overrides, "http.port", httpPort, "--http-port");
        return overrides;
    }
}
