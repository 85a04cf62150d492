package io.vidette.deploy.cli.bench;

import io.vidette.deploy.bench.CameraMix;
import io.vidette.deploy.bench.CameraReport;
import io.vidette.deploy.bench.CameraRun;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.output.LateProgress;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.config.Durations;
import java.util.ArrayList;
import java.util.List;
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
        CameraRun run = new CameraRun(
                rounds,
                Durations.parse(time),
                mixes.stream().map(CameraMix::parse).toList());
        List<CameraReport> reports;
        try (LateProgress progress = new LateProgress("bench cameras")) {
            reports = run.measure(config, progress::passed);
        }
        show(reports);
    }

    private void show(List<CameraReport> reports) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "cameras x fps", "slowest", "fastest", "CPU ms/frame", "ratio", "heap MiB", "threads", "unjudged %"));
        for (CameraReport report : reports) {
            rows.add(List.of(
                    report.mix().toString(),
                    Figures.text(report.lowestFps(), 2),
                    Figures.text(report.highestFps(), 2),
                    Figures.text(report.cpuMillisPerFrame(), 2),
                    Figures.text(report.ratio(), 2),
                    Figures.text(report.heapMebibytes(), 0),
                    Figures.text(report.threads(), 0),
                    Figures.text(report.unjudged() * 100, 1)));
            common.output().object(report);
        }
        common.output().table(rows);
    }
}
