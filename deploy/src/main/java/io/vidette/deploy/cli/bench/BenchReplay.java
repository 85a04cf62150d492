package io.vidette.deploy.cli.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.deploy.bench.ReplayBenchmark;
import io.vidette.deploy.bench.ReplayBenchmarkReport;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.option.ModelOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.cli.output.Progress;
import io.vidette.deploy.node.Models;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.detector.serve.YoloModel;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.Durations;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "Number of rounds; medians are reported (default: ${DEFAULT-VALUE}).")
    private int rounds;

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
        BenchCluster.run(config, (connection, directory) -> run(config, connection, directory));
    }

    private void run(NodeConfig config, KafkaConnection connection, Path directory) throws InterruptedException {
        ReplayBenchmark benchmark = new ReplayBenchmark(
                connection,
                config.topics(),
                config.detect(),
                config.model().maxBatch(),
                directory,
                rounds,
                frames,
                liveRate,
                Durations.parse(liveTime));
        try (YoloModel yolo = Models.onPyTorch(config, new SimpleMeterRegistry());
                Progress progress = Progress.of("bench replay", benchmark.steps())) {
            show(benchmark.measure(yolo, this::start, progress::update));
        }
    }

    /** As a user starts it. */
    private Process start(String bootstrapServers, String topicPrefix, String name) throws IOException {
        String launcher = System.getProperty("vidette.launcher");
        if (launcher == null) {
            throw new UserError("the concurrent replay needs the launcher; run this command with ./vidette");
        }
        List<String> command = new ArrayList<>(List.of(launcher, "replay"));
        command.addAll(passedOn(spec.root().commandLine().getParseResult().originalArgs()));
        command.addAll(List.of("--bootstrap-servers", bootstrapServers, "--topic-prefix", topicPrefix, "--name", name));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
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
                        format(report.replayPerSecond()),
                        format(report.enginePerSecond()),
                        format(report.efficiency()))));
        output.table(List.of(
                List.of("live detection", "p50 ms", "p99 ms", "replay/s"),
                List.of(
                        "alone",
                        format(report.live().p50Millis()),
                        format(report.live().p99Millis()),
                        "-"),
                List.of(
                        "beside a replay",
                        format(report.beside().p50Millis()),
                        format(report.beside().p99Millis()),
                        format(report.besidePerSecond()))));
        output.say(String.format(
                Locale.ROOT,
                "p99 grows by %.1f ms; a batch of %d takes the engine %.1f ms",
                report.p99Growth(),
                report.batch(),
                report.batchMillis()));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("replayPerSecond", report.replayPerSecond());
        object.put("enginePerSecond", report.enginePerSecond());
        object.put("ratio", report.efficiency());
        object.put("live", report.live());
        object.put("beside", report.beside());
        object.put("besidePerSecond", report.besidePerSecond());
        object.put("batchMillis", report.batchMillis());
        output.object(object);
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
