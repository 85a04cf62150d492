package io.vidette.deploy.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.deploy.cli.Vidette;
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

class TrackCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void tracksDetectionsAndEvaluatesTheTracks() throws IOException {
        Path detections = directory.resolve("det.txt");
        Path truth = directory.resolve("gt.txt");
        Path tracks = directory.resolve("tracks.txt");
        Files.write(detections, walk("-1", "0.9"));
        Files.write(truth, walk("7", "1"));

        assertThat(run("--det", detections, "--gt", truth, "--fps", "10", "-o", tracks, "--json"))
                .isZero();
        assertThat(out.toString())
                .contains("\"IDF1\":0.97")
                .contains("\"MOTA\":0.95")
                .contains("\"IDSW\":0");
        assertThat(Files.readAllLines(tracks)).hasSize(38).first().asString().startsWith("3,1,");

        assertThat(run("--hyp", tracks, "--gt", truth)).isZero();
        assertThat(out.toString()).contains("40 frames, 1 objects, 1 tracks").contains("HOTA");
    }

    @Test
    void namesAnInvalidLineInOneLine() throws IOException {
        Path detections = directory.resolve("det.txt");
        Files.write(detections, List.of("1,-1,10,20,30,40,0.9", "1,-1,10,twenty,30,40,0.9"));

        assertThat(run("--det", detections, "--gt", detections)).isOne();
        assertThat(errors())
                .singleElement()
                .asString()
                .contains(detections + ":1: id '-1' is not a whole number from 0 on");
        assertThat(run("--det", detections, "-o", directory.resolve("out.txt"))).isOne();
        assertThat(errors()).last().asString().contains(detections + ":2: 'twenty' is not a number");
        assertThat(run("--det", detections)).isEqualTo(2);
        assertThat(run("--gt", detections)).isEqualTo(2);
        assertThat(run("--det", detections, "-o", detections)).isOne();
        assertThat(errors()).last().asString().contains("is the file that is read");
    }

    @Test
    void refusesEmptyGroundTruth() throws IOException {
        Path detections = directory.resolve("det.txt");
        Path truth = directory.resolve("gt.txt");
        Files.write(detections, walk("-1", "0.9"));
        for (String last : List.of("0", "1,3,1")) {
            Files.write(truth, walk("7", last));
            assertThat(run("--det", detections, "--gt", truth)).isOne();
            assertThat(errors()).last().asString().contains("no true box in " + truth + " counts", "--every-class");
        }
        assertThat(run("--det", detections, "--gt", truth, "--every-class")).isZero();
        Files.write(truth, List.of());
        assertThat(run("--det", detections, "--gt", truth)).isOne();

        Files.write(truth, walk("7", "1"));
        Files.write(detections, walk("-1", "-1"));
        assertThat(run("--det", detections, "--gt", truth)).isZero();
        assertThat(err.toString()).contains("warning: no track results from " + detections);
    }

    private List<String> errors() {
        return err.toString()
                .lines()
                .filter(line -> line.startsWith("vidette: "))
                .toList();
    }

    private static List<String> walk(String id, String last) {
        List<String> lines = new ArrayList<>();
        for (int frame = 1; frame <= 40; frame++) {
            lines.add(frame + "," + id + "," + (10 + 5 * frame) + ",100,40,100," + last);
        }
        return lines;
    }

    private int run(Object... arguments) {
        CommandLine command = new Vidette(Map.of(), directory).commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of("track"));
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        return command.execute(all.toArray(String[]::new));
    }
}
