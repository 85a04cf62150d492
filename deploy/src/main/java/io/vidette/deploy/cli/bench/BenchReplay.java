package io.vidette.deploy.cli.bench;

import io.vidette.deploy.bench.ReplayBenchmark;
import io.vidette.deploy.bench.ReplayBenchmarkReport;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.option.ModelOptions;
import io.vidette.deploy.cli.output.LateProgress;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.config.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a replay reaches, and what it costs others. */
@Command(
        name = "replay",
        description = {
            "Measure the throughput of a replay of one camera, compared with the engine alone, and the latency of live",
            "detection with and without a concurrent replay.",
            "Without --bootstrap-servers, runs against a temporary embedded Kafka."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette bench replay --weights yolov5n.pt",
            "  vidette bench replay --weights yolov5s.pt --frames 2000 --live-rate 5 --live-time 1m --json"
        })
final class BenchReplay implements Runnable {
    /** Options with a value that only this command uses, or that it sets itself for the replay. */
    private static final Set<String> NOT_PASSED_ON =
            Set.of("--rounds", "--frames", "--live-rate", "--live-time", "--bootstrap-servers", "--topic-prefix");

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions common;

    @Mixin
    private ModelOptions model;

    @Mixin
    private RoundsOption rounds;

    @Option(names = "--frames", defaultValue = "10000", description = "Frames to process (default: ${DEFAULT-VALUE}).")
    private int frames;

    @Option(
            names = "--live-rate",
            defaultValue = "10",
            description = "Frames per second of the live detector (default: ${DEFAULT-VALUE}).")
    private double liveRate;

    @Option(
            names = "--live-time",
            paramLabel = "TIME",
            defaultValue = "40s",
            description = "Duration of each latency measurement (default: ${DEFAULT-VALUE}).")
    private String liveTime;

    @Override
    public void run() {
        NodeConfig config = common.load(model.overrides());
        List<String> replayOptions =
                passedOn(spec.root().commandLine().getParseResult().originalArgs());
        ReplayBenchmark benchmark =
                new ReplayBenchmark(rounds.rounds(), frames, liveRate, Durations.parse(liveTime), replayOptions);
        ReplayBenchmarkReport report;
        try (LateProgress progress = new LateProgress("bench replay")) {
            report = benchmark.measure(config, progress::passed);
        }
        show(report);
    }

    private List<String> passedOn(List<String> arguments) {
        List<String> passed = new ArrayList<>();
        for (int i = arguments.indexOf(spec.name()) + 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (NOT_PASSED_ON.contains(argument)) {
                i++;
            } else if (!argument.equals("--json")
                    && NOT_PASSED_ON.stream().noneMatch(option -> argument.startsWith(option + "="))) {
                passed.add(argument);
            }
        }
        return passed;
    }

    private void show(ReplayBenchmarkReport report) {
        Output output = common.output();
        output.table(List.of(
                List.of("replay/s", "engine alone/s", "ratio"),
                List.of(
                        Figures.text(report.replayPerSecond(), 2),
                        Figures.text(report.enginePerSecond(), 2),
                        Figures.text(report.efficiency(), 2))));
        output.table(List.of(
                List.of("live detection", "p50 ms", "p99 ms", "replay/s"),
                List.of(
                        "alone",
                        Figures.text(report.live().p50Millis(), 2),
                        Figures.text(report.live().p99Millis(), 2),
                        "-"),
                List.of(
                        "beside a replay",
                        Figures.text(report.beside().p50Millis(), 2),
                        Figures.text(report.beside().p99Millis(), 2),
                        Figures.text(report.besidePerSecond(), 2))));
        output.say(String.format(
                Locale.ROOT,
                "p99 grows by %.1f ms; a batch of %d takes the engine %.1f ms",
                report.p99Growth(),
                report.batch(),
                report.batchMillis()));
        output.object(report);
    }
}
