package io.vidette.deploy.cli.camera;

import io.vidette.deploy.app.camera.Cameras;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.topology.camera.CameraDirectory.Camera;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.CameraStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the cameras. */
@Command(name = "list", description = "List the cameras with the latest status that their nodes reported.")
final class CameraList implements Runnable {
    @Mixin
    private ClusterOptions common;

    @Override
    public void run() {
        Output output = common.output();
        List<Camera> cameras = new Cameras(common.load()).list();
        if (cameras.isEmpty()) {
            output.say("no cameras; 'vidette camera add NAME URL' attaches one");
            return;
        }
        cameras.forEach(output::object);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NAME", "STATE", "FPS", "NODE", "URL", "WHY"));
        cameras.forEach(camera -> rows.add(row(camera)));
        output.table(rows);
    }

    private static List<String> row(Camera camera) {
        Optional<CameraStatus> status = camera.status();
        return List.of(
                camera.name(),
                status.map(s -> s.state().name().toLowerCase(Locale.ROOT)).orElse("unknown"),
                status.map(s -> String.format(Locale.ROOT, "%.1f", s.fps())).orElse("-"),
                status.map(CameraStatus::node).orElse("-"),
                camera.spec().map(CameraSpec::url).orElse("-"),
                camera.problem()
                        .or(() -> status.flatMap(CameraStatus::reason))
                        .orElse(status.isPresent() ? "" : "no node has read it yet"));
    }
}
