package io.vidette.deploy.cli.model;

import io.vidette.deploy.app.model.ModelDescription;
import io.vidette.deploy.app.model.ModelFiles;
import io.vidette.deploy.cli.option.CommonOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.node.DataDirectory;
import io.vidette.detector.network.LayerRow;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The layers of a network. */
@Command(
        name = "show",
        description = {
            "Print the layers of a network: where each takes its input from, how often it repeats, its parameters,",
            "its arguments before the width multiple, and the channels and stride of its output."
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
        ModelDescription description =
                new ModelFiles(() -> DataDirectory.models(common.load().data())).describe(network);
        Output output = common.output();
        output.object(description);
        if (output.isJson()) {
            return;
        }
        description.handle(
                layers -> {
                    output.table(rows(layers.layers()));
                    output.say(inWords(layers));
                },
                export -> output.say(inWords(export)));
    }

    private static String inWords(ModelDescription.Export export) {
        return "%s (%s): an export, served as it is; task %s, %d classes, %dx%d pixels%s, stride %d, %s head, output %s"
                .formatted(
                        export.name(),
                        export.description(),
                        export.task(),
                        export.classes().size(),
                        export.width(),
                        export.height(),
                        export.dynamic() ? " or others" : "",
                        export.stride(),
                        export.head(),
                        export.output());
    }

    private static String inWords(ModelDescription.Layers network) {
        return "%s: %,d parameters in %d layers, depth %s, width %s, %d classes"
                .formatted(
                        network.name(),
                        network.parameters(),
                        network.layers().size(),
                        network.depthMultiple(),
                        network.widthMultiple(),
                        network.classes().size());
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
