package io.vidette.deploy.cli.model;

import io.vidette.deploy.cli.option.CommonOptions;
import io.vidette.deploy.cli.output.OutputFile;
import io.vidette.detector.weights.BestPt;
import io.vidette.detector.weights.ExportFormat;
import io.vidette.detector.weights.Weights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            "PyTorch, or Darknet's .weights for a network that came from there."
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
            description = "One of ${COMPLETION-CANDIDATES}.")
    private ExportFormat format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write (default: the model's name here, with the end that is usual).")
    private @Nullable Path output;

    @Option(names = "--force", description = "Write over a file that is there.")
    private boolean force;

    @Override
    public void run() {
        Path folder = common.load(List.of()).data().resolve("models");
        BestPt best = new Weights(folder).open(file);
        Path out = output != null ? output : Path.of(best.id().name() + format.suffix());
        OutputFile.check(out, file, force);
        format.write(best, out);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("file", out.toString());
        report.put("format", format.toString());
        report.put("name", best.id().name());
        common.output().object(report);
        common.output().say(out + ": " + best.id().name() + " as " + format);
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
