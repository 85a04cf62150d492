package io.vidette.deploy.cli.bench;

import io.vidette.deploy.bench.FrameworkReport;
import io.vidette.deploy.bench.FrameworkRun;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.output.Progress;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.ByteSize;
import io.vidette.topology.config.Durations;
import io.vidette.topology.detect.DetectConfig.Guarantee;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "Number of rounds; medians are reported (default: ${DEFAULT-VALUE}).")
    private int rounds;

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
        BenchCluster.run(config, (connection, directory) -> run(config, connection, directory));
    }

    private void run(NodeConfig config, KafkaConnection connection, Path directory) throws InterruptedException {
        FrameworkRun run = new FrameworkRun(
                connection,
                config.topics(),
                config.detect(),
                directory,
                rounds,
                frames,
                ByteSize.parse(frameSize),
                rate,
                Durations.parse(modelTime),
                commitIntervals.stream().map(Durations::parse).toList());
        try (Progress progress = Progress.of("bench framework", run.steps())) {
            show(run.measure(progress::update));
        }
    }

    private void show(FrameworkReport report) {
        List<List<String>> rates = new ArrayList<>();
        rates.add(List.of("guarantee", "verdicts/s", "plain consumer/s", "ratio"));
        for (FrameworkReport.Rate rate : report.rates()) {
            double ratio = rate.perSecond() / report.plainPerSecond();
            rates.add(List.of(
                    text(rate.guarantee()),
                    format("%.0f", rate.perSecond()),
                    format("%.0f", report.plainPerSecond()),
                    format("%.2f", ratio)));
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("guarantee", text(rate.guarantee()));
            object.put("verdictsPerSecond", rate.perSecond());
            object.put("plainConsumerPerSecond", report.plainPerSecond());
            object.put("ratio", ratio);
            common.output().object(object);
        }
        common.output().table(rates);
        List<List<String>> latencies = new ArrayList<>();
        latencies.add(List.of("guarantee", "commit interval", "p50 ms", "p99 ms"));
        for (FrameworkReport.Latency latency : report.latencies()) {
            latencies.add(List.of(
                    text(latency.guarantee()),
                    Durations.format(latency.commitInterval()),
                    format("%.1f", latency.p50Millis()),
                    format("%.1f", latency.p99Millis())));
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("guarantee", text(latency.guarantee()));
            object.put("commitInterval", Durations.format(latency.commitInterval()));
            object.put("p50Millis", latency.p50Millis());
            object.put("p99Millis", latency.p99Millis());
            common.output().object(object);
        }
        common.output().table(latencies);
    }

    private static String text(Guarantee guarantee) {
        return guarantee.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
