package io.vidette;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vidette.deploy.cli.Vidette;
import io.vidette.detector.TinyModel;
import io.vidette.detector.darknet.TinyDarknet;
import io.vidette.detector.image.Jpegs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code vidette predict} with either engine. */
final class PredictCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void findsTheSameBoxesWithBothEngines() throws IOException {
        Path weights = TinyDarknet.writeWeights(folder.resolve("tiny.weights"), TinyDarknet.cfg(), 3);
        Path cfg = Files.writeString(folder.resolve("net.cfg"), TinyDarknet.CFG);
        Path names = Files.writeString(folder.resolve("tiny.names"), String.join("\n", TinyDarknet.CLASSES));
        Path best = folder.resolve("best.pt");
        List<String> network = List.of("--cfg", cfg.toString(), "--names", names.toString());
        assertThat(run(concat(List.of("model", "import", weights.toString(), "-o", best.toString()), network)))
                .as(err.toString())
                .isZero();

        List<JsonNode> pytorch = boxes(List.of("--weights", best.toString()));
        List<JsonNode> opencv = boxes(concat(List.of("--engine", "opencv", "--weights", weights.toString()), network));

        assertThat(pytorch).hasSizeGreaterThan(3).hasSameSizeAs(opencv);
        for (JsonNode box : pytorch) {
            assertThat(opencv).anySatisfy(other -> assertSame(box, other));
        }
    }

    @Test
    void refusesAModelThatTheEngineCannotRun() throws IOException {
        Path picture = Files.write(folder.resolve("a.jpg"), Jpegs.random(64, 64, 1));
        Path checkpoint = TinyModel.write(folder.resolve("tiny.pt"));

        int status = run(List.of(
                "predict", "--engine", "opencv", "--weights", checkpoint.toString(), "--source", picture.toString()));

        assertThat(status).isNotZero();
        assertThat(err.toString().lines()).singleElement().asString().contains("runs networks of Darknet");
    }

    private List<JsonNode> boxes(List<String> model) throws IOException {
        Path picture = Files.write(folder.resolve("a.jpg"), Jpegs.random(64, 64, 1));
        List<String> arguments = concat(
                List.of("predict", "--json", "--nosave", "--conf", "0.3", "--source", picture.toString()),
                concat(List.of("--set", "data=" + folder.resolve("cache")), model));
        assertThat(run(arguments)).as(err.toString()).isZero();
        JsonNode detections = new ObjectMapper().readTree(out.toString()).path("detections");
        return StreamSupport.stream(detections.spliterator(), false).toList();
    }

    private static void assertSame(JsonNode box, JsonNode other) {
        assertThat(other.path("label")).isEqualTo(box.path("label"));
        assertThat(other.path("score").asDouble()).isEqualTo(box.path("score").asDouble(), within(0.001));
        for (String side : List.of("x1", "y1", "x2", "y2")) {
            assertThat(other.path("box").path(side).asDouble())
                    .isEqualTo(box.path("box").path(side).asDouble(), within(0.1));
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private int run(List<String> arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine command = new Vidette(Map.of(), folder).commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments.toArray(String[]::new));
    }
}
