package io.vidette.deploy.cli.camera;

import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.node.DataDirectory;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.camera.Admission;
import io.vidette.topology.camera.CameraDirectory;
import io.vidette.topology.camera.CameraName;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.CameraUrl;
import io.vidette.topology.camera.MotionGate;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.Durations;
import io.vidette.topology.config.FileSecrets;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.TopicPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Attaches a camera, or changes it. */
@Command(
        name = "add",
        description = {
            "Attach a camera, or change it. A password in the URL stays on this machine.",
            "Keeps the zones, lines and masks of an existing camera; see 'vidette camera zones'."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette camera add gate rtsp://user:password@10.0.0.7:554/main --fps 5",
            "  vidette camera add yard rtsps://10.0.0.8/main --credentials yard",
            "  vidette camera add clip file:/videos/street.mp4 --loop",
            "  vidette camera add yard rtsp://10.0.0.8/main --admission newest --max-age 500ms --priority low"
        })
final class CameraAdd implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions common;

    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the camera.")
    private String name;

    @Parameters(
            index = "1",
            paramLabel = "URL",
            description = "Address: rtsp://, rtsps://, http(s):// (MJPEG), file: or synthetic:.")
    private String url;

    @Option(
            names = "--credentials",
            paramLabel = "SECRET",
            description = "Name of the secret that holds user:password, if the URL does not.")
    private @Nullable String credentials;

    @Option(
            names = "--transport",
            paramLabel = "PROTOCOL",
            defaultValue = "tcp",
            description = "Transport of RTP: tcp or udp (default: ${DEFAULT-VALUE}).")
    private CameraSpec.Transport transport;

    @Option(
            names = "--fps",
            paramLabel = "N",
            defaultValue = "0",
            description = "Maximum frames per second to publish; 0 publishes all (default: ${DEFAULT-VALUE}).")
    private double fps;

    @Option(
            names = "--max-side",
            paramLabel = "PIXELS",
            defaultValue = "640",
            description = "Longest side of a published frame in pixels (default: ${DEFAULT-VALUE}).")
    private int maxSide;

    @Option(
            names = "--jpeg-quality",
            defaultValue = "85",
            description = "JPEG quality, 1 to 100 (default: ${DEFAULT-VALUE}).")
    private int jpegQuality;

    @Option(
            names = "--pace",
            paramLabel = "PACE",
            defaultValue = "native",
            description = "Pace of a file: native or fast (default: ${DEFAULT-VALUE}).")
    private CameraSpec.Pace pace;

    @Option(names = "--loop", description = "Restart a file at its end.")
    private boolean loop;

    @Option(names = "--no-verify-tls", description = "Accept any certificate of an rtsps or https camera.")
    private boolean noVerifyTls;

    @Option(names = "--motion", description = "Publish fewer frames while nothing moves in the picture.")
    private boolean motion;

    @Option(
            names = "--still-fps",
            paramLabel = "N",
            defaultValue = "0.5",
            description = "With --motion: frames per second while nothing moves (default: ${DEFAULT-VALUE}).")
    private double stillFps;

    @Option(
            names = "--motion-area",
            paramLabel = "SHARE",
            defaultValue = "0.002",
            description = "With --motion: share of the picture that must change (default: ${DEFAULT-VALUE}).")
    private double motionArea;

    @Option(
            names = "--motion-hold",
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "With --motion: time to publish all frames after a motion (default: ${DEFAULT-VALUE}).")
    private String motionHold;

    @Option(
            names = "--admission",
            paramLabel = "POLICY",
            defaultValue = "every",
            description =
                    "Policy while the model falls behind: every processes all frames, late; newest skips frames older"
                            + " than --max-age (default: ${DEFAULT-VALUE}).")
    private Admission.Policy admission;

    @Option(
            names = "--max-age",
            paramLabel = "TIME",
            defaultValue = "1s",
            description = "With --admission newest: maximum age of a frame, 50ms to 1h (default: ${DEFAULT-VALUE}).")
    private String maxAge;

    @Option(
            names = "--priority",
            paramLabel = "LEVEL",
            defaultValue = "normal",
            description = "Priority when cameras wait for the model: low, normal or high (default: ${DEFAULT-VALUE}).")
    private Admission.Priority priority;

    @Override
    public void run() {
        CameraUrl.WithCredentials parted;
        CameraSpec camera;
        try {
            CameraName.check(name);
            parted = CameraUrl.parse(url);
            needs("--motion", motion, "--still-fps", "--motion-area", "--motion-hold");
            needs("--admission newest", admission == Admission.Policy.NEWEST, "--max-age");
            camera = camera(parted);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        NodeConfig node = common.load();
        KafkaConnection connection = node.connection();
        Output output = common.output();
        try (TopicAdmin admin = new TopicAdmin(connection)) {
            admin.ensure(TopicPlan.of(node.topics()))
                    .created()
                    .forEach(topic -> output.say("topic '" + topic + "' created"));
        }
        parted.credentials().ifPresent(secret -> {
            FileSecrets secrets = common.secrets(node);
            secrets.put(name, secret);
            output.say("password kept in " + DataDirectory.secrets(node.data()) + " as secret '" + name
                    + "'; a node on another machine needs it there, or in " + FileSecrets.variable(name));
        });
        if (parted.url().hasPasswordParameter()) {
            output.warn("the path of the URL seems to contain a password; every reader of the topic can see it");
        }
        CameraSpec attached = new CameraDirectory(connection, node.topics().names()).attach(name, camera);
        output.object(new Added(name, attached));
        output.say("camera '" + name + "' is attached at " + camera.url());
    }

    /** Refuses an option without effect: the mistake would otherwise be noticed only under load. */
    private void needs(String what, boolean isThere, String... options) {
        for (String option : options) {
            if (!isThere && spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new IllegalArgumentException(
                        option + " does nothing without " + what + "; give both, or neither");
            }
        }
    }

    /** The report. */
    record Added(String name, CameraSpec spec) {}

    private CameraSpec camera(CameraUrl.WithCredentials parted) {
        if (credentials != null && parted.credentials().isPresent()) {
            throw new IllegalArgumentException("--credentials names a secret, but the URL holds a user too; give one");
        }
        CameraSpec.Builder camera = CameraSpec.builder(parted.url().text())
                .transport(transport)
                .fps(fps)
                .maxSide(maxSide)
                .jpegQuality(jpegQuality)
                .pace(pace)
                .loop(loop)
                .verifyTls(!noVerifyTls)
                .admission(new Admission(admission, Durations.parse(maxAge), priority));
        if (parted.credentials().isPresent()) {
            camera.credentials(name);
        } else if (credentials != null) {
            camera.credentials(credentials);
        }
        if (motion) {
            camera.motion(new MotionGate(stillFps, motionArea, Durations.parse(motionHold)));
        }
        return camera.build();
    }
}
