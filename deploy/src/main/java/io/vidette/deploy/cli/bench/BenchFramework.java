package io.vidette.deploy.cli.bench;

import io.vidette.deploy.bench.FrameworkReport;
import io.vidette.deploy.bench.FrameworkRun;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.output.LateProgress;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.config.ByteSize;
import io.vidette.topology.config.Durations;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything but the model. */
@Command(
        name = "framework",
        description = {
            "Measure everything around the model: committed verdicts per second, compared with a plain consumer of",
            "the same topic, and latency under both guarantees at several commit intervals.",
            "Without --bootstrap-servers, runs against a temporary embedded Kafka."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette bench framework",
            "  vidette bench framework --frames 5000 --frame-size 200KiB --commit-intervals 10ms,1s --json"
        })
final class BenchFramework implements Runnable {
    @Mixin
    private ClusterOptions common;

    @Mixin
    private RoundsOption rounds;

    @Option(
            names = "--frames",
            defaultValue = "30000",
            description = "Frames in each throughput measurement (default: ${DEFAULT-VALUE}).")
    private int frames;

    @Option(
            names = "--frame-size",
            paramLabel = "SIZE",
            defaultValue = "60KiB",
            description = "Size of each frame (default: ${DEFAULT-VALUE}).")
    private String frameSize;

    @Option(
            names = "--rate",
            defaultValue = "120",
            description = "Frames per second in the latency measurements (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--model-time",
            paramLabel = "TIME",
            defaultValue = "1ms",
            description = "Time of the simulated model per batch (default: ${DEFAULT-VALUE}).")
    private String modelTime;

    @Option(
            names = "--commit-intervals",
            paramLabel = "TIME,...",
            split = ",",
            defaultValue = "20ms,50ms,200ms",
            description = "Commit intervals at which latency is measured (default: ${DEFAULT-VALUE}).")
    private List<String> commitIntervals;

    @Override
    public void run() {
        NodeConfig config = common.load(List.of());
        FrameworkRun run = new FrameworkRun(
                rounds.rounds(),
                frames,
                ByteSize.parse(frameSize),
                rate,
                Durations.parse(modelTime),
                commitIntervals.stream().map(Durations::parse).toList());
        FrameworkReport report;
        try (LateProgress progress = new LateProgress("bench framework")) {
            report = run.measure(config, progress::passed);
        }
        show(report.rates());
        showLatencies(report.latencies());
    }

    private void show(List<FrameworkReport.Rate> rates) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("guarantee", "verdicts/s", "plain consumer/s", "ratio"));
        for (FrameworkReport.Rate rate : rates) {
            rows.add(List.of(
                    rate.guarantee(),
                    Figures.text(rate.verdictsPerSecond(), 0),
                    Figures.text(rate.plainConsumerPerSecond(), 0),
                    Figures.text(rate.ratio(), 2)));
            common.output().object(rate);
        }
        common.output().table(rows);
    }

    private void showLatencies(List<FrameworkReport.Latency> latencies) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("guarantee", "commit interval", "p50 ms", "p99 ms"));
        for (FrameworkReport.Latency latency : latencies) {
            rows.add(List.of(
                    latency.guarantee(),
                    latency.commitInterval(),
                    Figures.text(latency.p50Millis(), 1),
                    Figures.text(latency.p99Millis(), 1)));
            common.output().object(latency);
        }
        common.output().table(rows);
    }
}
