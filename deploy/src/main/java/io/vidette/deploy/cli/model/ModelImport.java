package io.vidette.deploy.cli.model;

import io.vidette.deploy.cli.option.CommonOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.cli.output.OutputFile;
import io.vidette.detector.network.Graph;
import io.vidette.detector.weights.BestPt;
import io.vidette.detector.weights.DarknetFiles;
import io.vidette.detector.weights.Networks;
import io.vidette.detector.weights.Weights;
import io.vidette.topology.fault.UserError;
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
            "Read weights of YOLOv5 or YOLOv3, without running any code in them, or Darknet's cfg and",
            "weights, and write them as best.pt: TorchScript that Vidette serves and that PyTorch's",
            "torch.jit.load runs too."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette model import yolov5n.pt",
            "  vidette model import state.pt --network yolov5s",
            "  vidette model import state.pt --network ours.yaml",
            "  vidette model import runs/train/exp/weights/best.pt --output gate.pt",
            "  vidette model import yolov3.weights --cfg yolov3.cfg --names coco.names"
        })
final class ModelImport implements Runnable {
    @Mixin
    private CommonOptions common;

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "A checkpoint of Ultralytics, a state dict, a TorchScript export, or Darknet's .weights.")
    private Path file;

    @Option(
            names = "--cfg",
            paramLabel = "FILE",
            description = "For .weights: the network (default: the file beside it that ends in .cfg).")
    private @Nullable Path cfg;

    @Option(
            names = "--names",
            paramLabel = "FILE",
            description = "For .weights: the names of the classes, one a line (default: numbers).")
    private @Nullable Path names;

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
        OutputFile.check(output, file, force);
        BestPt best = imported();
        Graph graph = best.model().network().graph();
        int classes = best.model().card().network().head().classes().size();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("file", output.toString());
        report.put("name", best.id().name());
        report.put("sha256", best.id().sha256());
        report.put("parameters", graph.learnedNumbers());
        report.put("classes", classes);
        report.put("imageSize", best.model().card().imageSize());
        Output out = common.output();
        out.object(report);
        out.say("%s: %,d parameters, %d classes, %d pixels, sha256 %s"
                .formatted(
                        output,
                        graph.learnedNumbers(),
                        classes,
                        best.model().card().imageSize(),
                        best.id().sha256()));
    }

    private BestPt imported() {
        String path = file.toString();
        if (path.endsWith(".weights")) {
            if (network != null) {
                throw new UserError(
                        "--network goes with weights of PyTorch; of '" + file + "' the cfg tells the network");
            }
            Path description = cfg != null ? cfg : Path.of(path.replaceFirst("weights$", "cfg"));
            return new DarknetFiles(file, description, Optional.ofNullable(names)).importTo(output);
        }
        if (cfg != null || names != null) {
            throw new UserError("--cfg and --names go with a .weights file of Darknet, not with '" + file + "'");
        }
        return Weights.importTo(file, output, Optional.ofNullable(network).map(Networks::find));
    }
}
