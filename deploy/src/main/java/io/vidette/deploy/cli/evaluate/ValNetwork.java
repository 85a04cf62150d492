package io.vidette.deploy.cli.evaluate;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.cli.output.Progress;
import io.vidette.deploy.node.Models;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.detector.image.Fit;
import io.vidette.detector.serve.ServedModel;
import io.vidette.topology.fault.UserError;
import io.vidette.trainer.dataset.DataSet;
import io.vidette.trainer.dataset.LabelProblem;
import io.vidette.trainer.report.Charts;
import io.vidette.trainer.report.RunFolder;
import io.vidette.trainer.validation.ClassMatch;
import io.vidette.trainer.validation.Validation;
import io.vidette.trainer.validation.ValidationFigures;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Runs a network over a labelled data set and reports every figure. */
final class ValNetwork {
    private final NodeConfig config;
    private final Output output;
    private final LabelWarnings warnings;

    ValNetwork(NodeConfig config, Output output, LabelWarnings warnings) {
        this.config = config;
        this.output = output;
        this.warnings = warnings;
    }

    /** @param folders makes the folder for what is written, once data set and network are there */
    void run(DataSet data, Supplier<RunFolder> folders) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (ServedModel yolo = Models.exact(config, Fit.VALIDATE, meters)) {
            ClassMatch classes = ClassMatch.of(data.classes(), yolo.classes());
            classes.warnings().forEach(output::warn);
            RunFolder folder = folders.get();
            Validation run;
            // The speed of batches is reported: none shall be the first of its size.
            yolo.warmUp(data.images().size());
            try (Progress progress = Progress.of("val", data.images().size())) {
                run = Validation.run(data, yolo, classes, config.model().maxBatch(), progress::update);
            }
            warnings.warn(run.problems());
            if (run.images() == 0) {
                throw new UserError("none of the " + data.images().size() + " pictures could be used; see above");
            }
            ValReport report = new ValReport(
                    yolo,
                    config.model(),
                    run,
                    ValidationFigures.of(data.classes(), run),
                    ValReport.Speed.of(meters, run.images()),
                    folder);
            report.to(output);
            save(run, report, folder);
        }
    }

    private void save(Validation run, ValReport report, RunFolder folder) {
        if (folder.path().isEmpty()) {
            return;
        }
        Path path = folder.path().get();
        folder.write("figures.json", report.json() + "\n");
        if (!run.problems().isEmpty()) {
            folder.write(
                    "problems.txt",
                    run.problems().stream().map(LabelProblem::toString).collect(Collectors.joining("\n", "", "\n")));
        }
        try {
            Charts.write(
                    path,
                    report.figures().classes(),
                    report.figures().yolo(),
                    report.figures().confusion());
            output.say("curves, confusion matrix and figures are in " + path);
        } catch (UserError e) {
            // The figures were what was asked for; a server without fonts still gives them.
            output.warn(String.valueOf(e.getMessage()));
        }
    }
}
