package io.vidette.deploy.cli;

import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.lifecycle.UserError;
import io.vidette.topology.message.CameraSpec;
import io.vidette.topology.topic.CameraDirectory;
import io.vidette.topology.topic.CameraDirectory.Camera;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Detaches a camera. */
@Command(name = "remove", description = "Detach a camera, and forget its password where it was kept by 'camera add'.")
final class CameraRemove implements Runnable {
    @Mixin
    private ClusterOptions common;

    @Parameters(index = "0", paramLabel = "NAME", description = "As 'vidette camera list' shows it.")
    private String name;

    @Override
    public void run() {
        NodeConfig node = common.load();
        Output output = common.output();
        CameraDirectory directory =
                new CameraDirectory(node.connection(), node.topics().names());
        List<Camera> cameras = directory.list();
        Camera camera = cameras.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserError("no camera '" + name + "'; " + known(cameras)));
        directory.remove(name);
        boolean ownSecret = camera.spec()
                .flatMap(CameraSpec::credentials)
                .filter(name::equals)
                .isPresent();
        if (ownSecret && common.secrets(node).remove(name)) {
            output.say("secret '" + name + "' forgotten");
        }
        output.object(new Removed(name, true));
        output.say("camera '" + name + "' is detached");
    }

    /** The report. */
    record Removed(String name, boolean removed) {}

    private static String known(List<Camera> cameras) {
        return cameras.isEmpty()
                ? "there are none"
                : "known: "
                        + String.join(", ", cameras.stream().map(Camera::name).toList());
    }
}
