package io.vidette.deploy.cli;

import io.vidette.deploy.app.node.FirstCameras;
import io.vidette.deploy.app.node.NodeReport;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.option.NodeOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.deploy.node.Role;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything in one process. */
@Command(
        name = "up",
        description = {
            "Run everything in one process: Kafka, ingest, detect and track. Start with this command.",
            "If no camera is attached, attaches a built-in one that shows synthetic moving objects."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette up --weights yolov5n.pt --camera gate=rtsp://user:password@10.0.0.7/main",
            "  vidette up --weights best.pt --camera clip=file:/videos/street.mp4 --loop",
            "  vidette up --weights simulated:5ms"
        })
final class Up implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions common;

    @Mixin
    private NodeOptions options;

    @Option(
            names = "--camera",
            paramLabel = "NAME=URL",
            description =
                    "Attach this camera; repeatable. 'vidette camera add' has more options and works while this runs.")
    private Map<String, String> cameras = new LinkedHashMap<>();

    @Option(
            names = "--fps",
            defaultValue = "0",
            description = "Maximum frames per second of each --camera; 0 publishes all (default: ${DEFAULT-VALUE}).")
    private double fps;

    @Option(names = "--loop", description = "Restart each file that is attached here at its end.")
    private boolean loop;

    @Override
    public void run() {
        NodeConfig config = common.load(options.overrides());
        FirstCameras first = firstCameras();
        NodeCommand.run(common, config, config.data(), Role.enabled(config), true, node -> {
            first.attach(node, config, common.secrets(config));
            announce(NodeReport.of(node, config));
        });
    }

    private FirstCameras firstCameras() {
        try {
            return new FirstCameras(cameras, fps, loop);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void announce(NodeReport report) {
        Output output = common.output();
        output.object(report);
        output.say(
                "detections on topic " + report.detections() + " at " + report.bootstrapServers() + "; read them with");
        output.say("  kcat -C -b " + report.bootstrapServers() + " -t " + report.detections()
                + " -X isolation.level=read_committed");
        report.events()
                .ifPresent(events -> output.say("objects: new, update, end, and what passes zones and lines, on topic "
                        + events + "; counts on " + report.counts().orElse("")));
        output.say(
                "metrics at " + report.http() + "/metrics, health at " + report.http() + "/health/ready; Ctrl-C stops");
    }
}
