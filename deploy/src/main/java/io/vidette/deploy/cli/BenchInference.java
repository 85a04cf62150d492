package io.vidette.deploy.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.deploy.bench.BenchFrames;
import io.vidette.deploy.node.Models;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.detector.engine.EngineBenchmark;
import io.vidette.detector.engine.YoloModel;
import io.vidette.detector.image.Fit;
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
        description = "Time the model alone: JPEG to tensor, forward pass, candidates to boxes; medians of the rounds.",
        footerHeading = "%nExamples:%n",
        footer = {"  vidette bench inference --weights yolov5n.pt --batch 1,8 --img 640"})
final class BenchInference implements Runnable {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ModelOptions model;

    @Option(
            names = {"--batch", "--batch-size"},
            split = ",",
            defaultValue = "1,8",
            description = "Pictures at once; several separated by commas (default: ${DEFAULT-VALUE}).")
    private List<Integer> batches;

    @Option(names = "--rounds", defaultValue = "30", description = "Batches of each size (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Override
    public void run() {
        NodeConfig config = common.load(model.overrides());
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Output output = common.output();
        try (YoloModel yolo = Models.yolo(config, Fit.DETECT, registry)) {
            List<byte[]> jpegs = BenchFrames.make(8);
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of(
                    "batch", "decode ms", "inference ms", "boxes ms", "images/s", "engine alone/s", "around it"));
            try (Progress progress = Progress.of("bench inference", batches.size())) {
                for (int i = 0; i < batches.size(); i++) {
                    progress.update(i);
                    EngineBenchmark.Result result = EngineBenchmark.run(yolo, jpegs, batches.get(i), rounds);
                    rows.add(row(result));
                    output.object(report(yolo, config, result));
                }
            }
            output.say("%s, form %s, %dx%d, per image:"
                    .formatted(
                            yolo.model().name(),
                            yolo.servingForm(),
                            config.model().imageSize(),
                            config.model().imageSize()));
            output.table(rows);
        }
    }

    private static List<String> row(EngineBenchmark.Result result) {
        return List.of(
                Integer.toString(result.batch()),
                format(result.decodeMillis()),
                format(result.inferenceMillis()),
                format(result.suppressionMillis()),
                format(result.picturesPerSecond()),
                format(result.enginePicturesPerSecond()),
                format(around(result) * 100) + " %");
    }

    /** Share of decoding and boxes in the whole. */
    private static double around(EngineBenchmark.Result result) {
        double rest = result.decodeMillis() + result.suppressionMillis();
        return rest / (rest + result.inferenceMillis());
    }

    private static Map<String, Object> report(YoloModel yolo, NodeConfig config, EngineBenchmark.Result result) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("model", yolo.model().name());
        report.put("form", yolo.servingForm());
        report.put("imageSize", config.model().imageSize());
        report.put("batch", result.batch());
        report.put("decodeMillis", result.decodeMillis());
        report.put("inferenceMillis", result.inferenceMillis());
        report.put("boxesMillis", result.suppressionMillis());
        report.put("imagesPerSecond", result.picturesPerSecond());
        report.put("enginePerSecond", result.enginePicturesPerSecond());
        return report;
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
