package io.vidette.deploy.cli.bench;

import io.vidette.deploy.bench.BenchFrames;
import io.vidette.deploy.bench.InferenceContest;
import io.vidette.deploy.cli.option.CommonOptions;
import io.vidette.deploy.cli.option.ModelOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.cli.output.Progress;
import io.vidette.deploy.node.DataDirectory;
import io.vidette.deploy.node.Models;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.detector.serve.DetectorConfig;
import io.vidette.detector.serve.EngineBenchmark.Times;
import io.vidette.detector.serve.PrecisionSetting;
import io.vidette.detector.weights.Servable;
import io.vidette.detector.weights.Weights;
import io.vidette.topology.fault.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        if (batches.stream().anyMatch(batch -> batch < 1 || batch > 256) || rounds < 1) {
            throw new UserError("--batch takes numbers from 1 to 256, --rounds 1 and more");
        }
        Weights weights = new Weights(DataDirectory.models(config.data()));
        Servable best = Models.open(config, weights);
        DetectorConfig served = config.model()
                .change(DetectorConfig::imageSize)
                .to(best.side(config.model().imageSize()));
        Output output = common.output();
        List<List<String>> rows = new ArrayList<>();
        String devices = "";
        rows.add(List.of(
                "batch", "form", "decode ms", "inference ms", "boxes ms", "images/s", "engine alone/s", "around it"));
        try (Progress progress = Progress.of("bench inference", (long) batches.size() * rounds)) {
            for (int i = 0; i < batches.size(); i++) {
                int batch = batches.get(i);
                try (InferenceContest contest = InferenceContest.start(
                        best, weights, config.model(), precisions(served), BenchFrames.make(8), batch)) {
                    devices = contest.devices();
                    if (turns) {
                        takeTurns(contest, best, served, batch);
                        continue;
                    }
                    for (int round = 0; round < rounds; round++) {
                        progress.update((long) i * rounds + round);
                        contest.round();
                    }
                    contest.medians().forEach((form, times) -> {
                        rows.add(row(batch, form, times));
                        output.object(report(contest, best, served, batch, form, times));
                    });
                }
            }
        }
        if (!turns) {
            output.say("%s, %dx%d, on %s, per image:"
                    .formatted(best.id().name(), served.imageSize(), served.imageSize(), devices));
            output.table(rows);
        }
    }

    /** Where the user names none, both that matter. */
    private static List<PrecisionSetting> precisions(DetectorConfig model) {
        return model.precision() == PrecisionSetting.AUTO
                ? List.of(PrecisionSetting.FP32, PrecisionSetting.AUTO)
                : List.of(model.precision());
    }

    private void takeTurns(InferenceContest contest, Servable best, DetectorConfig model, int batch) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (lines.readLine() != null) {
                contest.round()
                        .forEach((form, times) ->
                                common.output().object(report(contest, best, model, batch, form, times)));
            }
        } catch (IOException e) {
            throw new UserError("cannot read stdin: " + e.getMessage(), e);
        }
    }

    private static List<String> row(int batch, String form, Times times) {
        boolean archive = form.equals(InferenceContest.ARCHIVE);
        return List.of(
                Integer.toString(batch),
                form,
                archive ? "" : format(times.decodeMillis()),
                format(times.inferenceMillis()),
                archive ? "" : format(times.suppressionMillis()),
                archive ? "" : format(times.picturesPerSecond()),
                format(times.enginePicturesPerSecond()),
                archive ? "" : format(times.shareAroundTheEngine() * 100) + " %");
    }

    private static Map<String, Object> report(
            InferenceContest contest, Servable best, DetectorConfig model, int batch, String form, Times times) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("model", best.id().name());
        report.put("device", contest.devices());
        report.put("form", form);
        report.put("imageSize", model.imageSize());
        report.put("batch", batch);
        report.put("decodeMillis", times.decodeMillis());
        report.put("inferenceMillis", times.inferenceMillis());
        report.put("boxesMillis", times.suppressionMillis());
        report.put("imagesPerSecond", times.picturesPerSecond());
        report.put("enginePerSecond", times.enginePicturesPerSecond());
        return report;
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
