package io.vidette.deploy.cli.option;

import io.vidette.topology.config.ConfigOverride;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The model, its input and its suppression, under the option names of YOLOv5. */
public final class ModelOptions extends WeightsOptions {
    @Option(
            names = {"--iou", "--iou-thres"},
            paramLabel = "IOU",
            description = "IoU above which a box is suppressed, 0..1 (key: model.iou).")
    private @Nullable String iou;

    @Override
    public List<ConfigOverride> overrides() {
        List<ConfigOverride> overrides = super.overrides();
        CommonOptions.add(overrides, "model.iou", iou, "--iou");
        return overrides;
    }
}
