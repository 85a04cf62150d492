package io.vidette.deploy.cli.bench;

import io.vidette.deploy.bench.PipelineReport;
import io.vidette.deploy.bench.PipelineRun;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.option.ModelOptions;
import io.vidette.deploy.cli.output.LateProgress;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.config.Durations;
import java.util.ArrayList;
import java.util.List;
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

    @Mixin
    private RoundsOption rounds;

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
        PipelineRun run = new PipelineRun(rounds.rounds(), frames, rate, Durations.parse(modelTime));
        List<PipelineReport> reports;
        try (LateProgress progress = new LateProgress("bench pipeline")) {
            reports = run.measure(config, progress::passed);
        }
        show(reports);
    }

    private void show(List<PipelineReport> reports) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of("guarantee", "detections/s", "engine alone/s", "ratio", "p50 ms", "beyond model ms", "p99 ms"));
        for (PipelineReport report : reports) {
            rows.add(List.of(
                    report.guarantee(),
                    Figures.text(report.detectionsPerSecond(), 2),
                    Figures.text(report.enginePerSecond(), 2),
                    Figures.text(report.efficiency(), 2),
                    Figures.text(report.p50Millis(), 2),
                    Figures.text(report.overheadMillis(), 2),
                    Figures.text(report.p99Millis(), 2)));
            common.output().object(report);
        }
        common.output().table(rows);
    }
}
