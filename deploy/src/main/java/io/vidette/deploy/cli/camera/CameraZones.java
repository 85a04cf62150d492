package io.vidette.deploy.cli.camera;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vidette.deploy.app.camera.AreasFile;
import io.vidette.deploy.app.camera.Cameras;
import io.vidette.deploy.app.camera.DrawnAreas;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.output.Output;
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
            "Draw zones, lines and masks on a camera's picture, show or remove them. Running nodes apply it at once.",
            "Points are [x, y], fractions of the picture's width and height from its upper left corner. The position of"
                    + " an object is the middle of its box's lower edge. 'in' is from left to right, as seen from the"
                    + " first point of the line toward the last."
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

    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the camera, as in 'vidette camera list'.")
    private String name;

    @ArgGroup(multiplicity = "1")
    private Action action;

    /** One of these. */
    @SuppressWarnings("UnusedVariable") // Exactly one is given, so it is --clear where it is no other.
    private static final class Action {
        @Option(
                names = "--file",
                paramLabel = "FILE",
                description = "Replace everything that is drawn by the content of this file, which must not be empty.")
        private @Nullable Path file;

        @Option(names = "--show", description = "Print the zones, lines and masks in the format of --file.")
        private boolean show;

        @Option(names = "--clear", description = "Remove everything that is drawn.")
        private boolean clear;
    }

    @Override
    public void run() {
        Areas areas = action.file == null ? Areas.NONE : AreasFile.read(action.file, name);
        Cameras cameras = new Cameras(common.load());
        if (action.show) {
            show(cameras.areas(name));
            return;
        }
        Output output = common.output();
        output.object(cameras.draw(name, areas));
        output.say("camera '" + name + "' has " + count(areas.zones().size(), "zone") + ", "
                + count(areas.lines().size(), "line") + " and "
                + count(areas.masks().size(), "mask"));
    }

    private void show(DrawnAreas drawn) {
        Output output = common.output();
        if (drawn.areas().isEmpty()) {
            output.warn("nothing is drawn on the picture of camera '" + name + "'");
        }
        if (output.isJson()) {
            output.object(drawn);
            return;
        }
        try {
            output.say(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(drawn.areas()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write areas as JSON", e);
        }
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
