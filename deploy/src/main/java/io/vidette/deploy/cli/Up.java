package io.vidette.deploy.cli;

import io.vidette.deploy.app.camera.NewCamera;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.option.NodeOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.node.Node;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.deploy.node.Role;
import io.vidette.topology.camera.CameraDirectory;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.config.FileSecrets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
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
    private static final String BUILT_IN = "demo";

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
        List<NewCamera> given = new ArrayList<>();
        cameras.forEach((name, url) -> given.add(camera(name, url)));
        EnumSet<Role> roles = EnumSet.allOf(Role.class);
        if (!config.track().enabled()) {
            roles.remove(Role.TRACK);
        }
        NodeCommand.run(common, config, config.data(), roles, true, node -> {
            attach(node, config, given);
            announce(node, config);
        });
    }

    private NewCamera camera(String name, String url) {
        CameraSpec settings = CameraSpec.of("synthetic:")
                .change(CameraSpec::fps)
                .to(fps)
                .change(CameraSpec::loop)
                .to(loop);
        try {
            return NewCamera.of(name, url, settings);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "camera '" + name + "': " + e.getMessage(), e);
        }
    }

    private void attach(Node node, NodeConfig config, List<NewCamera> given) {
        FileSecrets secrets = common.secrets(config);
        given.forEach(camera -> camera.password().ifPresent(password -> secrets.put(camera.name(), password)));
        CameraDirectory directory =
                new CameraDirectory(node.connection(), config.topics().names());
        given.forEach(camera -> directory.attach(camera.name(), camera.spec()));
        if (given.isEmpty() && directory.list().isEmpty()) {
            directory.put(
                    BUILT_IN,
                    CameraSpec.of("synthetic:").change(CameraSpec::fps).to(fps));
        }
    }

    private void announce(Node node, NodeConfig config) {
        String servers = node.connection().bootstrapServers();
        String detections = config.topics().names().detections();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("bootstrapServers", servers);
        report.put("detections", detections);
        if (config.track().enabled()) {
            report.put("events", config.topics().names().events());
        }
        report.put("http", node.httpAddress());
        Output output = common.output();
        output.object(report);
        output.say("detections on topic " + detections + " at " + servers + "; read them with");
        output.say("  kcat -C -b " + servers + " -t " + detections + " -X isolation.level=read_committed");
        if (config.track().enabled()) {
            output.say("objects: new, update, end, and what passes zones and lines, on topic "
                    + config.topics().names().events() + "; counts on "
                    + config.topics().names().counts());
        }
        output.say("metrics at " + node.httpAddress() + "/metrics, health at " + node.httpAddress()
                + "/health/ready; Ctrl-C stops");
    }
}
