package io.vidette.deploy.cli;

import io.vidette.detector.engine.BestPt;
import io.vidette.detector.engine.Networks;
import io.vidette.detector.engine.Weights;
import io.vidette.detector.network.Graph;
import io.vidette.topology.lifecycle.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Foreign weights to a {@code best.pt}. */
@Command(
        name = "import",
        description = {
            "Read weights of YOLOv5 or YOLOv3, without running any code in them, and write them as best.pt:",
            "TorchScript that Vidette serves and that PyTorch's torch.jit.load runs too."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette model import yolov5n.pt",
            "  vidette model import state.pt --network yolov5s",
            "  vidette model import state.pt --network ours.yaml",
            "  vidette model import runs/train/exp/weights/best.pt --output gate.pt"
        })
final class ModelImport implements Runnable {
    @Mixin
    private CommonOptions common;

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "A checkpoint of Ultralytics, a state dict, or a TorchScript export.")
    private Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = "best.pt",
            description = "Where to write (default: ${DEFAULT-VALUE}).")
    private Path output;

    @Option(
            names = "--network",
            paramLabel = "NAME|FILE",
            description = "The network that the weights belong to, where they do not say it: as for 'model show'.")
    private @Nullable String network;

    @Option(names = "--force", description = "Write over a file that is there.")
    private boolean force;

    @Override
    public void run() {
        if (Files.exists(output) && !force) {
            throw new UserError("'" + output + "' exists; name another with --output, or write over it with --force");
        }
        BestPt best =
                Weights.importTo(file, output, Optional.ofNullable(network).map(Networks::find));
        Graph graph = best.model().network().graph();
        int classes = best.model().card().network().head().classes().size();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("file", output.toString());
        report.put("name", best.id().name());
        report.put("sha256", best.id().sha256());
        report.put("parameters", graph.learnedNumbers());
        report.put("classes", classes);
        Output out = common.output();
        out.object(report);
        out.say("%s: %,d parameters, %d classes, sha256 %s"
                .formatted(output, graph.learnedNumbers(), classes, best.id().sha256()));
    }
}
