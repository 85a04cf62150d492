package io.vidette.deploy.cli.bench;

import io.vidette.deploy.bench.CameraMix;
import io.vidette.deploy.bench.CameraReport;
import io.vidette.deploy.bench.CameraRun;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.output.Progress;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.Durations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How many cameras one process bears. */
@Command(
        name = "cameras",
        description = {
            "Measure ingest and detection of synthetic cameras in one process, around a model that takes 1 ms a batch:",
            "frames per second of the slowest and the fastest camera, and CPU time per frame relative to the first.",
            "Without --bootstrap-servers, runs against a temporary embedded Kafka."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  vidette bench cameras", "  vidette bench cameras --mix 4x80,64x5,128x5 --time 60s --json"})
final class BenchCameras implements Runnable {
    @Mixin
    private ClusterOptions common;

    @Option(
            names = "--rounds",
            defaultValue = "2",
            description = "Number of rounds; medians are reported (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--mix",
            paramLabel = "CAMERASxFPS,...",
            split = ",",
            defaultValue = "4x5,4x80,64x5",
            description = "Mixes to measure: cameras and frames per second of each (default: ${DEFAULT-VALUE}).")
    private List<String> mixes;

    @Option(
            names = "--time",
            defaultValue = "20s",
            description = "Measuring time of each mix, after a warm-up of the same length (default: ${DEFAULT-VALUE}).")
    private String time;

    @Override
    public void run() {
        NodeConfig config = common.load(List.of());
        BenchCluster.run(config, (connection, directory) -> run(config, connection, directory));
    }

    private void run(NodeConfig config, KafkaConnection connection, Path directory) throws InterruptedException {
        CameraRun run = new CameraRun(
                connection,
                config.topics(),
                config.ingest(),
                config.detect(),
                directory,
                rounds,
                Durations.parse(time),
                mixes.stream().map(CameraMix::parse).toList());
        try (Progress progress = Progress.of("bench cameras", run.steps())) {
            show(run.measure(progress::update));
        }
    }

    private void show(List<CameraReport> reports) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "cameras x fps", "slowest", "fastest", "CPU ms/frame", "ratio", "heap MiB", "threads", "unjudged %"));
        double first = reports.get(0).cpuMillisPerFrame();
        for (CameraReport report : reports) {
            double ratio = report.cpuMillisPerFrame() / first;
            rows.add(List.of(
                    report.mix().toString(),
                    format("%.2f", report.lowestFps()),
                    format("%.2f", report.highestFps()),
                    format("%.2f", report.cpuMillisPerFrame()),
                    format("%.2f", ratio),
                    format("%.0f", report.heapMebibytes()),
                    format("%.0f", report.threads()),
                    format("%.1f", report.unjudged() * 100)));
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("mix", report.mix().toString());
            object.put("lowestFps", report.lowestFps());
            object.put("highestFps", report.highestFps());
            object.put("cpuMillisPerFrame", report.cpuMillisPerFrame());
            object.put("ratio", ratio);
            object.put("heapMebibytes", report.heapMebibytes());
            object.put("threads", report.threads());
            object.put("unjudged", report.unjudged());
            common.output().object(object);
        }
        common.output().table(rows);
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
