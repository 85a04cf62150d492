package io.vidette;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vidette.deploy.cli.Vidette;
import io.vidette.detector.TestFiles;
import io.vidette.detector.TinyModel;
import io.vidette.detector.image.Jpegs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code vidette val} from data set to figures. */
final class ValCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void reportsAndDrawsAllFiguresOfANetwork() throws IOException {
        Path data = dataSet();
        Path run = folder.resolve("run");

        assertThat(val(data, TinyModel.write(folder.resolve("tiny.pt")), "--img", "64", "--out", run.toString()))
                .as(err.toString())
                .isZero();

        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.path("images").asInt()).isEqualTo(3);
        assertThat(report.path("objects").asInt()).isEqualTo(2);
        assertThat(report.path("detections").asInt()).isPositive();
        assertThat(report.path("coco").size()).isEqualTo(12);
        assertThat(report.path("all").has("pascalElevenPoints")).isTrue();
        assertThat(report.path("inferenceMillis").asDouble()).isPositive();
        assertThat(report.path("problems"))
                .isEqualTo(new ObjectMapper().readTree("{\"outside\": 1, \"noLabels\": 1, \"unusableImage\": 1}"));
        assertThat(err.toString()).contains("labels/a.txt:2: a coordinate outside 0..1");
        assertThat(run.resolve("PR_curve.png")).isNotEmptyFile();
        assertThat(run.resolve("confusion_matrix.png")).isNotEmptyFile();
        assertThat(run.resolve("problems.txt")).content().hasLineCount(3);
        assertThat(run.resolve("figures.json")).hasContent(out.toString().strip());
    }

    @Test
    void refusesInvalidInputInOneLine() throws IOException {
        Path data = dataSet();
        Path weights = TinyModel.write(folder.resolve("tiny.pt"));

        assertThat(val(folder.resolve("lost.yaml"), weights, "--nosave")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("vidette: data set")
                .contains("check the path")
                .hasLineCount(1);
        Files.writeString(data, "val: images\nnames: [cell]\n");
        assertThat(val(data, weights, "--nosave")).isEqualTo(1);
        assertThat(err.toString()).contains("no class in common").hasLineCount(1);
        assertThat(run("val", "--data", data.toString(), "--gt", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("--data", "--gt and --dt");
    }

    /** What YOLOv5 7.0's own val.py prints for these, fitting pictures to squares, as published figures round it. */
    @Test
    void agreesWithYolov5() throws IOException {
        Path data = TestFiles.find("coco128/data.yaml");
        Path weights = TestFiles.find("weights/yolov5n.pt");

        assertThat(val(data, weights, "--batch-size", "8", "--conf", "0.001", "--iou", "0.6", "--nosave"))
                .as(err.toString())
                .isZero();

        JsonNode report = new ObjectMapper().readTree(out.toString());
        JsonNode all = report.path("all");
        assertThat(all.path("ap").asDouble()).isEqualTo(0.357, within(0.005));
        assertThat(all.path("ap50").asDouble()).isEqualTo(0.551, within(0.005));
        // To four places, which is closer than machines differ.
        assertThat(all.path("precision").asDouble()).isEqualTo(0.5682, within(0.002));
        assertThat(all.path("recall").asDouble()).isEqualTo(0.5350, within(0.002));
        assertThat(all.path("ap50").asDouble()).isEqualTo(0.5515, within(0.001));
        assertThat(all.path("ap").asDouble()).isEqualTo(0.3557, within(0.001));
        assertThat(report.path("coco").path("AP").asDouble()).isEqualTo(0.357, within(0.005));
    }

    /** Three usable pictures of four, one of them without labels, and a row that is wrong. */
    private Path dataSet() throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        Path labels = Files.createDirectory(folder.resolve("labels"));
        for (String name : List.of("a", "b", "c")) {
            Files.write(images.resolve(name + ".jpg"), Jpegs.random(80, 60, name.hashCode()));
        }
        Files.writeString(images.resolve("d.jpg"), "no picture");
        Files.writeString(labels.resolve("a.txt"), "0 .5 .5 .25 .25\n0 .5 .5 .25 1.25\n");
        Files.writeString(labels.resolve("b.txt"), "2 .5 .5 .5 .5\n");
        Files.writeString(labels.resolve("d.txt"), "2 .5 .5 .5 .5\n");
        return Files.writeString(folder.resolve("data.yaml"), "val: images\nnames: [cat, dog, bird]\n");
    }

    private int val(Path data, Path weights, String... more) {
        List<String> arguments = new ArrayList<>(List.of("val", "--json", "--data", data.toString()));
        arguments.addAll(List.of("--weights", weights.toString(), "--set", "data=" + folder.resolve("cache")));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine command = new Vidette(Map.of(), folder).commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
