package io.vidette.deploy.cli.camera;

import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.camera.CameraDirectory;
import io.vidette.topology.camera.CameraDirectory.Camera;
import io.vidette.topology.camera.CameraSpec;
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
        Camera camera = directory.get(name);
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
}
