package io.vidette.deploy.cli.model;

import io.vidette.deploy.cli.option.CommonOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.detector.importer.ExportConfig;
import io.vidette.detector.network.LayerRow;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.serve.ExportForms;
import io.vidette.detector.serve.ExportOutput;
import io.vidette.detector.weights.ExportedModel;
import io.vidette.detector.weights.Networks;
import io.vidette.detector.weights.Weights;
import io.vidette.topology.fault.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The layers of a network. */
@Command(
        name = "show",
        description = {
            "Print the layers of a network: where each takes its input from, how often it repeats, its parameters,",
            "its arguments before the width multiple, and the channels and stride of what it gives."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette model show yolov5s",
            "  vidette model show yolov3-mobilenetv3-small --json",
            "  vidette model show runs/train/exp/weights/best.pt",
            "  vidette model show ours.yaml"
        })
final class ModelShow implements Runnable {
    @Mixin
    private CommonOptions common;

    @Parameters(
            index = "0",
            paramLabel = "NAME|FILE",
            description = "A network that comes with Vidette, a YOLO yaml, a checkpoint, an export, or a best.pt.")
    private String network;

    @Override
    public void run() {
        Path file = Path.of(network);
        Optional<ExportedModel> export =
                Files.isRegularFile(file) && !isYaml() ? Weights.export(file) : Optional.empty();
        if (export.isPresent()) {
            show(export.get());
        } else {
            showLayers();
        }
    }

    private boolean isYaml() {
        String name = network.toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private void show(ExportedModel export) {
        ExportConfig config = export.config();
        Path cache = common.load(List.of()).data().resolve("models");
        ExportOutput output = ExportForms.output(export, cache);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("name", export.id().name());
        report.put("kind", "export");
        report.put("description", config.description());
        report.put("task", config.task());
        report.put("classes", config.classes());
        report.put("width", config.width());
        report.put("height", config.height());
        report.put("stride", config.stride());
        report.put("dynamic", config.dynamic());
        report.put("head", output.head());
        report.put("output", output.shape());
        Output out = common.output();
        out.object(report);
        if (!out.isJson()) {
            out.say(
                    "%s (%s): an export, served as it is; task %s, %d classes, %dx%d pixels%s, stride %d, %s head, output %s"
                            .formatted(
                                    export.id().name(),
                                    config.description(),
                                    config.task(),
                                    config.classes().size(),
                                    config.width(),
                                    config.height(),
                                    config.dynamic() ? " or others" : "",
                                    config.stride(),
                                    output.head(),
                                    output.shape()));
        }
    }

    private void showLayers() {
        NetworkSpec spec = Networks.find(network);
        List<LayerRow> layers = table(spec);
        long parameters = layers.stream().mapToLong(LayerRow::parameters).sum();
        Output out = common.output();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("name", spec.name());
        report.put("layers", layers);
        report.put("parameters", parameters);
        report.put("depthMultiple", spec.depthMultiple());
        report.put("widthMultiple", spec.widthMultiple());
        report.put("classes", spec.head().classes());
        report.put("anchors", spec.head().anchors());
        out.object(report);
        out.table(rows(layers));
        if (!out.isJson()) {
            out.say("%s: %,d parameters in %d layers, depth %s, width %s, %d classes"
                    .formatted(
                            spec.name(),
                            parameters,
                            layers.size(),
                            spec.depthMultiple(),
                            spec.widthMultiple(),
                            spec.head().classes().size()));
        }
    }

    private List<LayerRow> table(NetworkSpec spec) {
        try {
            return LayerRow.table(spec);
        } catch (NetworkException e) {
            throw new UserError("network '" + network + "': " + e.getMessage(), e);
        }
    }

    private static List<List<String>> rows(List<LayerRow> layers) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "from", "n", "params", "module", "arguments", "channels", "stride"));
        for (LayerRow layer : layers) {
            rows.add(List.of(
                    Integer.toString(layer.index()),
                    layer.from().size() == 1
                            ? layer.from().get(0).toString()
                            : layer.from().toString(),
                    Integer.toString(layer.number()),
                    Long.toString(layer.parameters()),
                    layer.module(),
                    layer.arguments().toString(),
                    Integer.toString(layer.channels()),
                    Integer.toString(layer.stride())));
        }
        return rows;
    }
}
