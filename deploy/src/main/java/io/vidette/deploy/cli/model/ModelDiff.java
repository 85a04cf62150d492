package io.vidette.deploy.cli.model;

import io.vidette.deploy.app.model.DiffOrder;
import io.vidette.deploy.app.model.DiffOutcome;
import io.vidette.deploy.app.model.DifferenceSheet;
import io.vidette.deploy.app.model.ModelComparison;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.output.LateProgress;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.cli.output.OutputFile;
import io.vidette.topology.config.Durations;
import io.vidette.topology.diff.ClassDifference;
import io.vidette.topology.diff.DiffRequest;
import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What two models found on the same frames. */
@Command(
        name = "diff",
        description = {
            "Compare what two models found on the same frames: replays by their names, or live for the verdicts of the",
            "live detector. Prints counts per class over the frames that both processed; a shift is B's score - A's.",
            "With --out, draws the frames that differ most: with the highest sum of scores that only one model found."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette model diff live night",
            "  vidette model diff monday tuesday --iou 0.6 --camera gate --out differences.png --frames 20"
        })
final class ModelDiff implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions common;

    @Parameters(index = "0", paramLabel = "A", description = "Name of a replay, or live.")
    private String a;

    @Parameters(index = "1", paramLabel = "B", description = "Name of the other replay, or live.")
    private String b;

    @Option(
            names = "--iou",
            paramLabel = "IOU",
            defaultValue = "0.5",
            description = "Minimum IoU of two boxes of a class that are the same object (default: ${DEFAULT-VALUE}).")
    private double iou;

    @Option(names = "--camera", paramLabel = "NAME", split = ",", description = "Only frames of these cameras.")
    private Set<String> cameras = Set.of();

    @Option(
            names = {"-o", "--out", "--output"},
            paramLabel = "FILE",
            description = "PNG file to write the sheet of frames to.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Overwrite an existing file.")
    private boolean force;

    @Option(
            names = "--frames",
            paramLabel = "N",
            defaultValue = "12",
            description = "Maximum number of frames on the sheet, 0 to 200 (default: ${DEFAULT-VALUE}).")
    private int frames;

    @Option(
            names = "--apart",
            paramLabel = "TIME",
            defaultValue = "1s",
            description = "Minimum time between two frames of a camera on the sheet (default: ${DEFAULT-VALUE}).")
    private String apart;

    @Override
    public void run() {
        if (out != null) {
            check(out);
        }
        // Also if no sheet is requested, where the number means nothing.
        if (frames < 0 || frames > DiffRequest.MOST_FRAMES) {
            throw new ParameterException(
                    spec.commandLine(), "--frames " + frames + " is outside 0.." + DiffRequest.MOST_FRAMES);
        }
        DiffOrder order = order();
        ModelComparison comparison = new ModelComparison(common.load());
        DiffOutcome outcome;
        try (LateProgress progress = new LateProgress("diff")) {
            outcome = comparison.run(order, progress::passed);
        }
        outcome.warnings().forEach(common.output()::warn);
        if (out == null || outcome.mostDifferent().isEmpty()) {
            show(outcome);
        } else {
            showWithSheet(comparison, outcome, out);
        }
    }

    private void check(Path file) {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new ParameterException(
                    spec.commandLine(), "--out " + file + ": the sheet is a PNG; name a file that ends in .png");
        }
        OutputFile.check(file, force);
        OutputFile.checkFolder(file);
    }

    private DiffOrder order() {
        try {
            return new DiffOrder(a, b, iou, cameras, out == null ? 0 : frames, Durations.parse(apart));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** The figures are worth more than the pictures, so they are shown also if the sheet cannot be written. */
    private void showWithSheet(ModelComparison comparison, DiffOutcome outcome, Path file) {
        try {
            write(comparison.sheet(outcome), file);
        } catch (UserError e) {
            show(outcome);
            throw e;
        }
        show(outcome.withSheet(file.toString()));
    }

    private void write(DifferenceSheet sheet, Path file) {
        if (sheet.blank() > 0) {
            common.output()
                    .warn(sheet.blank() + " of " + sheet.frames()
                            + " frames were deleted by Kafka meanwhile and are left blank");
        }
        try {
            Files.write(file, sheet.png());
        } catch (IOException e) {
            throw new UserError(
                    "cannot write " + file + " (" + FileFault.inWords(e) + "); check the disk and --out", e);
        }
    }

    private void show(DiffOutcome outcome) {
        Output output = common.output();
        output.object(outcome);
        if (output.isJson()) {
            return;
        }
        output.say("A: " + a + ", " + String.join(", ", outcome.modelsA()));
        output.say("B: " + b + ", " + String.join(", ", outcome.modelsB()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("CLASS", "A", "B", "MATCHED", "ONLY A", "ONLY B", "MEAN SHIFT", "MEDIAN"));
        rows.add(row(outcome.all()));
        outcome.classes().forEach(one -> rows.add(row(one)));
        output.table(rows);
        output.say(outcome.frames() + " frames that both processed; " + outcome.framesOnlyA() + " only A, "
                + outcome.framesOnlyB() + " only B; " + outcome.outside() + " verdicts outside of what both have");
        if (outcome.sheet().isPresent()) {
            output.say("the " + outcome.mostDifferent().size() + " frames that differ most are in "
                    + outcome.sheet().get());
        } else if (out != null && outcome.mostDifferent().isEmpty()) {
            output.say("no frame differs, so there is nothing to draw");
        }
    }

    private static List<String> row(ClassDifference one) {
        return List.of(
                one.label(),
                Long.toString(one.countA()),
                Long.toString(one.countB()),
                Long.toString(one.matched()),
                Long.toString(one.onlyA()),
                Long.toString(one.onlyB()),
                shift(one, one.meanShift()),
                shift(one, one.medianShift()));
    }

    private static String shift(ClassDifference one, double value) {
        return one.matched() == 0 ? "-" : String.format(Locale.ROOT, "%+.3f", value);
    }
}
