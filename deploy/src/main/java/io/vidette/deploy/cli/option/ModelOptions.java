package io.vidette.deploy.cli.option;

import io.vidette.topology.config.ConfigOverride;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model looks at pictures, and how; with YOLOv5's names. */
public final class ModelOptions extends WeightsOptions {
    @Option(
            names = {"--iou", "--iou-thres"},
            paramLabel = "IOU",
            description = "Overlap that suppresses a box (key: model.iou).")
    private @Nullable String iou;

    @Override
    public List<ConfigOverride> overrides() {
        List<ConfigOverride> overrides = super.overrides();
        CommonOptions.add(overrides, "model.iou", iou, "--iou");
        return overrides;
    }
}
