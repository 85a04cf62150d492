package io.vidette.deploy.cli.model;

import io.vidette.deploy.app.model.ExportReport;
import io.vidette.deploy.app.model.ModelFiles;
import io.vidette.deploy.app.model.OpenedWeights;
import io.vidette.deploy.cli.option.CommonOptions;
import io.vidette.deploy.cli.output.OutputFile;
import io.vidette.deploy.node.DataDirectory;
import io.vidette.detector.weights.ExportFormat;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Weights for other programs. */
@Command(
        name = "export",
        description = {
            "Write weights for other programs: ONNX (any batch and size), a state dict of",
            "PyTorch, or Darknet's .weights for a network that was imported from Darknet."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette model export best.pt --format onnx",
            "  vidette model export yolov5n.pt --format state-dict --output yolov5n-state.pt"
        })
final class ModelExport implements Runnable {
    @Mixin
    private CommonOptions common;

    @Parameters(index = "0", paramLabel = "FILE", description = "A best.pt, or a YOLOv5 checkpoint.")
    private Path file;

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            converter = Format.class,
            description = "Output format: ${COMPLETION-CANDIDATES}.")
    private ExportFormat format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "File to write (default: the model's name with the usual extension, in this folder).")
    private @Nullable Path output;

    @Option(names = "--force", description = "Overwrite an existing file.")
    private boolean force;

    @Override
    public void run() {
        OpenedWeights weights =
                new ModelFiles(() -> DataDirectory.models(common.load().data())).open(file);
        Path out = output != null ? output : weights.usualFile(format);
        OutputFile.check(out, file, force);
        ExportReport report = weights.export(format, out);
        common.output().object(report);
        common.output().say(report.file() + ": " + report.name() + " as " + report.format());
    }

    /** By the names that help shows; picocli's own converter takes, and lists, those of the constants beside them. */
    static final class Format implements ITypeConverter<ExportFormat> {
        @Override
        public ExportFormat convert(String name) {
            return Arrays.stream(ExportFormat.values())
                    .filter(format -> format.toString().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + name + "' is none of "
                            + Arrays.stream(ExportFormat.values())
                                    .map(ExportFormat::toString)
                                    .collect(Collectors.joining(", "))));
        }
    }
}
