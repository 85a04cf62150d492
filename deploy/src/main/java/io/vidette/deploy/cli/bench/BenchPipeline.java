package io.vidette.deploy.cli.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.deploy.bench.PipelineReport;
import io.vidette.deploy.bench.PipelineRun;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.option.ModelOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.cli.output.Progress;
import io.vidette.deploy.node.Models;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.detector.serve.YoloModel;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.Durations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The way from frame to committed verdict. */
@Command(
        name = "pipeline",
        description = {
            "Measure the path from the frames topic to a read_committed consumer of detections, with both guarantees:",
            "throughput of --weights compared with the engine alone, and latency with a simulated model.",
            "Without --bootstrap-servers, runs against a temporary embedded Kafka."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette bench pipeline --weights yolov5n.pt",
            "  vidette bench pipeline --rate 120 --model-time 1ms --rounds 5 --json"
        })
final class BenchPipeline implements Runnable {
    @Mixin
    private ClusterOptions common;

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "Number of rounds; medians are reported (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--frames",
            defaultValue = "480",
            description = "Frames in each measurement (default: ${DEFAULT-VALUE}).")
    private int frames;

    @Option(
            names = "--rate",
            defaultValue = "120",
            description = "Frames per second in the latency measurements (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--model-time",
            paramLabel = "TIME",
            defaultValue = "1ms",
            description = "Time of the simulated model per frame (default: ${DEFAULT-VALUE}).")
    private String modelTime;

    @Override
    public void run() {
        NodeConfig config = common.load(model.overrides());
        BenchCluster.run(config, (connection, directory) -> run(config, connection, directory));
    }

    private void run(NodeConfig config, KafkaConnection connection, Path directory) throws InterruptedException {
        PipelineRun run = new PipelineRun(
                connection,
                config.topics(),
                config.detect(),
                directory,
                rounds,
                frames,
                rate,
                Durations.parse(modelTime));
        try (YoloModel yolo = yolo(config);
                Progress progress = Progress.of("bench pipeline", run.steps(yolo != null))) {
            show(run.measure(Optional.ofNullable(yolo), progress::update));
        }
    }

    private void show(List<PipelineReport> reports) {
        Output output = common.output();
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of("guarantee", "detections/s", "engine alone/s", "ratio", "p50 ms", "beyond model ms", "p99 ms"));
        for (PipelineReport report : reports) {
            String guarantee =
                    report.guarantee().name().toLowerCase(Locale.ROOT).replace('_', '-');
            rows.add(List.of(
                    guarantee,
                    format(report.detectionsPerSecond()),
                    format(report.enginePerSecond()),
                    format(report.efficiency()),
                    format(report.p50Millis()),
                    format(report.overheadMillis()),
                    format(report.p99Millis())));
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("guarantee", guarantee);
            put(object, "detectionsPerSecond", report.detectionsPerSecond());
            put(object, "enginePerSecond", report.enginePerSecond());
            put(object, "ratio", report.efficiency());
            put(object, "p50Millis", report.p50Millis());
            put(object, "beyondModelMillis", report.overheadMillis());
            put(object, "p99Millis", report.p99Millis());
            output.object(object);
        }
        output.table(rows);
    }

    private static void put(Map<String, Object> object, String key, double value) {
        if (!Double.isNaN(value)) {
            object.put(key, value);
        }
    }

    /** None where only what lies around a model is measured. */
    private static @Nullable YoloModel yolo(NodeConfig config) {
        return config.weights().isEmpty() ? null : Models.onPyTorch(config, new SimpleMeterRegistry());
    }

    private static String format(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }
}
