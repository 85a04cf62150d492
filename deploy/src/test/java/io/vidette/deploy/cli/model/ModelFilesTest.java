package io.vidette.deploy.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vidette.deploy.cli.Vidette;
import io.vidette.detector.TinyModel;
import io.vidette.detector.darknet.TinyDarknet;
import io.vidette.detector.weights.ExportFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** {@code model import} and {@code model export}: what they write, and what they say. */
final class ModelFilesTest {
    private static final String YAML = """
            names: [cat, dog, bird]
            anchors:
              - [10, 13, 16, 30]
              - [33, 23, 30, 61]
            backbone:
              - [-1, 1, Conv, [16, 6, 2, 2]]
              - [-1, 1, Conv, [16, 3, 2]]
              - [-1, 2, C3, [16]]
              - [-1, 1, Conv, [24, 3, 2]]
              - [-1, 1, C3, [24]]
              - [-1, 1, Conv, [32, 3, 2]]
              - [-1, 1, SPPF, [32, 5]]
            head:
              - [-1, 1, nn.Upsample, [None, 2, nearest]]
              - [[-1, 4], 1, Concat, [1]]
              - [-1, 1, C3, [24, False]]
              - [[9, 6], 1, Detect, [nc, anchors]]
            """;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void importsAStateDictOfANetworkInAYaml() throws IOException {
        Path state = export(ExportFormat.STATE_DICT, tiny());
        Path yaml = Files.writeString(directory.resolve("ours.yaml"), YAML);
        Path best = directory.resolve("best.pt");

        assertThat(run("model", "import", "--json", state, "--network", yaml, "--output", best))
                .isZero();

        JsonNode report = new JsonMapper().readTree(out.toString());
        assertThat(report.get("file").asText()).isEqualTo(best.toString());
        assertThat(report.get("name").asText()).isEqualTo("tiny-state-dict");
        assertThat(report.get("parameters").asLong()).isPositive();
        assertThat(report.get("classes").asInt()).isEqualTo(3);
        assertThat(report.get("imageSize").asInt()).isEqualTo(640);
        assertThat(err.toString()).contains(best + ": ", "3 classes, 640 pixels, sha256 " + text(report, "sha256"));
        assertThat(export(ExportFormat.STATE_DICT, best)).hasSameBinaryContentAs(state);
    }

    @Test
    void namesTheTensorThatDoesNotFitTheYaml() throws IOException {
        Path state = export(ExportFormat.STATE_DICT, tiny());
        Path yaml =
                Files.writeString(directory.resolve("ours.yaml"), YAML.replace("Conv, [24, 3, 2]", "Conv, [40, 3, 2]"));
        Path best = directory.resolve("best.pt");

        assertThat(run("model", "import", state, "--network", yaml, "--output", best))
                .isOne();

        assertRefused("weights '" + state
                + "': the tensor model.3.conv.weight should be [40, 16, 3, 3] and is [24, 16, 3, 3]");
        assertThat(best).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void exportsEachFormat(ExportFormat format) throws IOException {
        Path source = format == ExportFormat.DARKNET ? darknet() : tiny();
        Path written = export(format, source);

        if (format == ExportFormat.DARKNET) {
            assertThat(written).hasSameBinaryContentAs(directory.resolve("net.weights"));
        } else if (format == ExportFormat.ONNX) {
            assertThat(latin(written)).contains("images", "output0", "{0: 'cat', 1: 'dog', 2: 'bird'}");
        } else {
            assertThat(latin(written)).startsWith("PK").contains("/data.pkl");
        }
        assertThat(latin(written)).doesNotContain("/code/");
        String bytes = latin(written);
        assertThat(run("model", "export", source, "--format", format, "--output", written))
                .isOne();
        assertRefused("'" + written + "' exists; name another with --output, or write over it with --force");
        assertThat(latin(written)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @EnumSource
    void writesNoExportOfInvalidWeights(ExportFormat format) throws IOException {
        Path noise = Files.write(directory.resolve("noise.pt"), new byte[1000]);
        Path written = directory.resolve("written");

        assertThat(run("model", "export", noise, "--format", format, "--output", written))
                .isOne();

        assertRefused("weights '" + noise + "': not a file of PyTorch, or cut short");
        assertThat(written).doesNotExist();
    }

    @Test
    void refusesADarknetExportOfAnotherNetwork() throws IOException {
        Path written = directory.resolve("written");

        assertThat(run("model", "export", tiny(), "--format", "darknet", "--output", written))
                .isOne();

        assertRefused("cannot be written as darknet: layer 0 (Conv): it is none of Darknet's");
        assertThat(written).doesNotExist();
    }

    @Test
    void listsTheFormatsOnce() {
        assertThat(run("model", "export", "best.pt", "--format", "tflite")).isEqualTo(2);

        assertThat(err.toString().lines())
                .containsExactly(
                        "vidette: Invalid value for option '--format': 'tflite' is none of darknet, state-dict, onnx",
                        "Try 'vidette model export --help'.");
    }

    private Path tiny() throws IOException {
        return TinyModel.write(directory.resolve("tiny.pt"));
    }

    /** Imported from its cfg and weights. */
    private Path darknet() throws IOException {
        Path cfg = Files.writeString(directory.resolve("net.cfg"), TinyDarknet.CFG);
        Path weights = TinyDarknet.writeWeights(directory.resolve("net.weights"), TinyDarknet.cfg(), 3);
        Path best = directory.resolve("net.pt");
        assertThat(run("model", "import", weights, "--cfg", cfg, "--output", best))
                .isZero();
        assertThat(out.toString()).startsWith(best + ": ").contains("3 classes, 64 pixels, sha256 ");
        return best;
    }

    /** Checks what the command says of it, too. */
    private Path export(ExportFormat format, Path source) {
        String name = source.getFileName().toString().replace(".pt", "");
        Path written = directory.resolve(name + "-" + format + ".pt");
        assertThat(run("model", "export", source, "--format", format, "--output", written))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .startsWith(written + ": ")
                .endsWith(" as " + format + "\n")
                .hasLineCount(1);
        return written;
    }

    private void assertRefused(String reason) {
        assertThat(err.toString().lines()).singleElement().asString().contains(reason);
    }

    private static String text(JsonNode report, String key) {
        return report.get(key).asText();
    }

    private static String latin(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /** What was said before is forgotten. */
    private int run(Object... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine command = new Vidette(Map.of(), directory).commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>();
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        if (all.get(1).equals("export")) {
            all.addAll(List.of("--set", "data=" + directory.resolve("data")));
        }
        return command.execute(all.toArray(String[]::new));
    }
}
