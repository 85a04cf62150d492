package io.vidette.deploy.cli.camera;

import io.vidette.deploy.app.camera.AttachedCamera;
import io.vidette.deploy.app.camera.Cameras;
import io.vidette.deploy.app.camera.NewCamera;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.node.DataDirectory;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.CameraUrl;
import io.vidette.topology.camera.MotionGate;
import io.vidette.topology.config.FileSecrets;
import java.util.List;
import java.util.Optional;
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
        modelTransformer = SettingOptions.class,
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

    @Option(names = "--motion", description = "Publish fewer frames while nothing moves in the picture.")
    private boolean motion;

    @Override
    public void run() {
        NewCamera camera = camera();
        NodeConfig node = common.load();
        AttachedCamera attached = new Cameras(node).attach(camera, common.secrets(node));
        Output output = common.output();
        attached.createdTopics().forEach(topic -> output.say("topic '" + topic + "' created"));
        if (attached.isPasswordStored()) {
            output.say("password kept in " + DataDirectory.secrets(node.data()) + " as secret '" + name
                    + "'; a node on another machine needs it there, or in " + FileSecrets.variable(name));
        }
        CameraUrl address = new CameraUrl(attached.spec().url());
        if (address.hasPasswordParameter()) {
            output.warn("the path of the URL seems to contain a password; every reader of the topic can see it");
        }
        output.object(attached);
        output.say("camera '" + name + "' is attached at " + address.text());
    }

    private NewCamera camera() {
        try {
            CameraSpec start = CameraSpec.of("synthetic:");
            if (motion) {
                start = start.change(CameraSpec::motion).to(Optional.of(MotionGate.DEFAULT));
            }
            needs("--motion", motion, SettingOptions.names(MotionGate.class));
            CameraSpec settings = SettingOptions.read(spec.commandLine().getParseResult(), start);
            needs("--admission newest", settings.admission().maySkip(), List.of("--max-age"));
            return NewCamera.of(name, url, settings);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Refuses an option without effect: the mistake would otherwise be noticed only under load. */
    private void needs(String what, boolean isThere, List<String> options) {
        for (String option : options) {
            if (!isThere && spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new IllegalArgumentException(
                        option + " does nothing without " + what + "; give both, or neither");
            }
        }
    }
}
