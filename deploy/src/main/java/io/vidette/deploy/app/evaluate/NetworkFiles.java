package io.vidette.deploy.app.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.serde.Json;
import io.vidette.trainer.dataset.LabelProblem;
import io.vidette.trainer.report.Charts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the figures of a network into the folder of its run. */
public final class NetworkFiles {
    private NetworkFiles() {}

    /**
     * Writes figures, problems and charts, if the run has a folder.
     *
     * @return why the charts could not be drawn; empty if they were
     * @throws UserError if a file cannot be written
     */
    public static Optional<String> write(NetworkReport report) {
        if (report.folder().path().isEmpty()) {
            return Optional.empty();
        }
        report.folder().write("figures.json", json(report) + "\n");
        List<LabelProblem> problems = report.run().problems();
        if (!problems.isEmpty()) {
            report.folder()
                    .write(
                            "problems.txt",
                            problems.stream().map(LabelProblem::toString).collect(Collectors.joining("\n", "", "\n")));
        }
        try {
            Charts.write(
                    report.folder().path().get(),
                    report.figures().classes(),
                    report.figures().yolo(),
                    report.figures().confusion());
            return Optional.empty();
        } catch (UserError e) {
            // A server without fonts still gives the figures.
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static String json(NetworkReport report) {
        try {
            return Json.mapper().writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a report as JSON", e);
        }
    }
}
