package io.vidette.deploy.cli.camera;

import io.vidette.deploy.app.camera.Cameras;
import io.vidette.deploy.app.camera.RemovedCamera;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.node.NodeConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Detaches a camera. */
@Command(name = "remove", description = "Detach a camera, and delete the password that 'camera add' stored.")
final class CameraRemove implements Runnable {
    @Mixin
    private ClusterOptions common;

    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the camera, as in 'vidette camera list'.")
    private String name;

    @Override
    public void run() {
        NodeConfig node = common.load();
        RemovedCamera removed = new Cameras(node).remove(name, common.secrets(node));
        Output output = common.output();
        if (removed.forgotten()) {
            output.say("secret '" + name + "' forgotten");
        }
        output.object(removed);
        output.say("camera '" + name + "' is detached");
    }
}
