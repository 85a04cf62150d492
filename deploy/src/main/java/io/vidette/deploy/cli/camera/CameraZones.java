package io.vidette.deploy.cli.camera;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.camera.CameraDirectory;
import io.vidette.topology.camera.CameraDirectory.Camera;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.serde.Json;
import io.vidette.topology.zone.Areas;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws zones, lines and masks on a camera's picture. */
@Command(
        name = "zones",
        description = {
            "Draw zones, lines and masks on a camera's picture, show them, or take them away. Nodes follow at once.",
            "Points are [x, y] as shares of the picture's width and height, from its upper left corner. An object is where"
                    + " the middle of its box's lower edge is. A line is crossed 'in' from its left to its right, looking from"
                    + " its first point to its last."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette camera zones gate --file zones.json",
            "  vidette camera zones gate --show > zones.json",
            "  vidette camera zones gate --clear",
            "",
            "zones.json:",
            "  {\"zones\": [{\"name\": \"door\", \"points\": [[0.4,0.5], [0.6,0.5], [0.6,1], [0.4,1]],",
            "              \"classes\": [\"person\"], \"minHeight\": 0.1, \"dwell\": \"30s\"}],",
            "   \"lines\": [{\"name\": \"kerb\", \"points\": [[0,0.7], [1,0.6]], \"classes\": [\"person\", \"car\"]}],",
            "   \"masks\": [{\"name\": \"tree\", \"points\": [[0,0], [0.2,0], [0.2,0.3], [0,0.3]]}]}",
        })
final class CameraZones implements Runnable {
    @Mixin
    private ClusterOptions common;

    @Parameters(index = "0", paramLabel = "NAME", description = "As 'vidette camera list' shows it.")
    private String name;

    @ArgGroup(multiplicity = "1")
    private Action action;

    /** One of these. */
    @SuppressWarnings("UnusedVariable") // Exactly one is given, so it is --clear where it is no other.
    private static final class Action {
        @Option(
                names = "--file",
                paramLabel = "FILE",
                description = "Draw what this file holds, in place of what was drawn before; it holds something.")
        private @Nullable Path file;

        @Option(names = "--show", description = "Show what is drawn, as such a file.")
        private boolean show;

        @Option(names = "--clear", description = "Take away all that is drawn.")
        private boolean clear;
    }

    @Override
    public void run() {
        Areas drawn = action.file == null ? Areas.NONE : AreasFile.read(action.file, name);
        NodeConfig node = common.load();
        CameraDirectory directory =
                new CameraDirectory(node.connection(), node.topics().names());
        CameraSpec spec = spec(directory.get(name));
        if (action.show) {
            show(spec.areas().orElse(Areas.NONE));
            return;
        }
        CameraSpec changed = spec.withAreas(drawn);
        directory.put(name, changed);
        Output output = common.output();
        output.object(new Drawn(name, drawn));
        output.say("camera '" + name + "' has " + count(drawn.zones().size(), "zone") + ", "
                + count(drawn.lines().size(), "line") + " and "
                + count(drawn.masks().size(), "mask"));
    }

    /** The report. */
    record Drawn(String name, Areas areas) {}

    private CameraSpec spec(Camera camera) {
        return camera.spec()
                .orElseThrow(() -> new UserError("the record of camera '" + name + "' cannot be read ("
                        + camera.problem().orElse("") + "); write a new one with 'vidette camera add'"));
    }

    private void show(Areas areas) {
        Output output = common.output();
        if (areas.isEmpty()) {
            output.warn("nothing is drawn on the picture of camera '" + name + "'");
        }
        if (output.isJson()) {
            output.object(new Drawn(name, areas));
            return;
        }
        try {
            output.say(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(areas));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write areas as JSON", e);
        }
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
