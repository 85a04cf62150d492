package io.vidette.deploy.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vidette.deploy.cli.Vidette;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ModelShowTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void printsTheLayersAndTotalsOfAShippedNetwork() {
        assertThat(run("model", "show", "yolov5n")).isZero();

        assertThat(out.toString().lines())
                .hasSize(27)
                .anyMatch(line -> line.matches("6 +-1 +3 +156928 +C3 +\\[512] +128 +16"))
                .anyMatch(line -> line.matches("12 +\\[-1, 6] +1 +0 +Concat +\\[1] +256 +16"))
                .anyMatch(line -> line.matches("24 +\\[17, 20, 23] +1 +115005 +Detect +\\[nc, anchors] +85 +32"))
                .contains("yolov5n: 1,872,157 parameters in 25 layers, depth 0.33, width 0.25, 80 classes");
    }

    @Test
    void printsTheSameAsJson() throws IOException {
        assertThat(run("model", "show", "--json", "yolov5n")).isZero();

        JsonNode report = new JsonMapper().readTree(out.toString());
        assertThat(report.get("parameters").asLong()).isEqualTo(1_872_157);
        assertThat(report.get("layers")).hasSize(25);
        assertThat(report.get("layers").get(6).get("parameters").asLong()).isEqualTo(156_928);
    }

    @Test
    void readsAYamlAndNamesItsFaultyLayer() throws IOException {
        Path yaml = directory.resolve("mine.yaml");
        String text =
                "nc: 2\nanchors: [[10, 13]]\nbackbone: [[-1, 1, Conv, [8, 3, 2]]]\nhead: [[0, 1, Detect, [nc, anchors]]]";
        Files.writeString(yaml, text);
        assertThat(run("model", "show", yaml.toString())).isZero();
        assertThat(out.toString()).contains("mine: 295 parameters in 2 layers");

        Files.writeString(yaml, text.replace("Conv", "Cone"));
        assertThat(run("model", "show", yaml.toString())).isOne();
        assertThat(err.toString().lines().toList())
                .singleElement()
                .asString()
                .startsWith("vidette: network '" + yaml + "': layer 0 (Cone): unknown kind of layer; known are");
    }

    @Test
    void listsTheKnownNetworks() {
        assertThat(run("model", "show", "yolov9")).isOne();

        assertThat(err.toString().lines().toList())
                .singleElement()
                .asString()
                .startsWith("vidette: network 'yolov9': no such file, and no network of that name; give a yaml,")
                .contains("yolov5s-2020", "yolov3-mobilenetv3-large");
    }

    private int run(String... arguments) {
        CommandLine command = new Vidette(Map.of(), directory).commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
