package io.vidette.deploy.cli.model;

import io.vidette.deploy.app.model.ImportOrder;
import io.vidette.deploy.app.model.ImportReport;
import io.vidette.deploy.app.model.ModelFiles;
import io.vidette.deploy.cli.option.CommonOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.cli.output.OutputFile;
import java.nio.file.Path;
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
            description = "File to write (default: ${DEFAULT-VALUE}).")
    private Path output;

    @Option(
            names = "--network",
            paramLabel = "NAME|FILE",
            description = "Network of the weights, if the file does not contain it; given as for 'model show'.")
    private @Nullable String network;

    @Option(names = "--force", description = "Overwrite an existing file.")
    private boolean force;

    @Override
    public void run() {
        OutputFile.check(output, file, force);
        ImportReport report = ModelFiles.importWeights(new ImportOrder(
                file, Optional.ofNullable(cfg), Optional.ofNullable(names), Optional.ofNullable(network), output));
        Output out = common.output();
        out.object(report);
        out.say("%s: %,d parameters, %d classes, %d pixels, sha256 %s"
                .formatted(report.file(), report.parameters(), report.classes(), report.imageSize(), report.sha256()));
    }
}
