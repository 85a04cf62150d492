package io.vidette.deploy.cli.bench;

import io.vidette.deploy.bench.InferenceReport;
import io.vidette.deploy.bench.InferenceRun;
import io.vidette.deploy.cli.option.CommonOptions;
import io.vidette.deploy.cli.option.ModelOptions;
import io.vidette.deploy.cli.output.LateProgress;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.fault.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The model without Kafka. */
@Command(
        name = "inference",
        description = {
            "Time the model alone: JPEG to tensor, forward pass, candidates to boxes; medians of the rounds.",
            "Alternates batch by batch between the serving forms (32 and 16 bits) and best.pt as PyTorch runs it.",
            "src/test/oracle/bench_inference.py adds PyTorch and ONNX Runtime to the comparison."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette bench inference --weights yolov5n.pt --batch 1,8 --img 640",
            "  vidette bench inference --weights yolov5n.pt --precision fp32"
        })
final class BenchInference implements Runnable {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ModelOptions model;

    @Option(
            names = {"--batch", "--batch-size"},
            split = ",",
            defaultValue = "1,8",
            description = "Batch sizes in pictures, separated by commas (default: ${DEFAULT-VALUE}).")
    private List<Integer> batches;

    @Option(names = "--rounds", defaultValue = "30", description = "Batches of each size (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--turns", hidden = true, description = "One round for each line on stdin, reported as it ends.")
    private boolean turns;

    @Override
    public void run() {
        NodeConfig config = common.load(model.overrides());
        InferenceRun run = new InferenceRun(batches, rounds);
        if (turns) {
            takeTurns(run, config);
            return;
        }
        List<InferenceReport> reports = new ArrayList<>();
        try (LateProgress progress = new LateProgress("bench inference")) {
            run.measure(config, progress::passed, report -> {
                common.output().object(report);
                reports.add(report);
            });
        }
        show(reports);
    }

    private void takeTurns(InferenceRun run, NodeConfig config) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            run.takeTurns(config, () -> isAsked(lines), common.output()::object);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static boolean isAsked(BufferedReader lines) {
        try {
            return lines.readLine() != null;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static UserError unreadable(IOException e) {
        return new UserError("cannot read stdin: " + e.getMessage(), e);
    }

    private void show(List<InferenceReport> reports) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "batch", "form", "decode ms", "inference ms", "boxes ms", "images/s", "engine alone/s", "around it"));
        reports.forEach(report -> rows.add(row(report)));
        InferenceReport last = reports.get(reports.size() - 1);
        common.output()
                .say("%s, %dx%d, on %s, per image:"
                        .formatted(last.model(), last.imageSize(), last.imageSize(), last.device()));
        common.output().table(rows);
    }

    private static List<String> row(InferenceReport report) {
        boolean archive = report.ofArchive();
        return List.of(
                Integer.toString(report.batch()),
                report.form(),
                archive ? "" : Figures.text(report.decodeMillis(), 1),
                Figures.text(report.inferenceMillis(), 1),
                archive ? "" : Figures.text(report.boxesMillis(), 1),
                archive ? "" : Figures.text(report.imagesPerSecond(), 1),
                Figures.text(report.enginePerSecond(), 1),
                archive ? "" : Figures.text(report.shareAroundTheEngine() * 100, 1) + " %");
    }
}
