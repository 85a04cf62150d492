package io.vidette.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.config.ConfigReference;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ConfigCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void showsAnEquivalentFile() throws IOException {
        Path given = write("data: '/x y#z'\nkafka: {bootstrapServers: 'a:1,b:2', patience: 1500ms}\nhttp: {port: 0}\n");
        assertThat(run(Map.of(), "config", "show")).isZero();

        Path shown = Files.writeString(directory.resolve("shown.yaml"), out.toString());

        assertThat(read(shown)).isEqualTo(read(given));
        assertThat(out.toString()).contains("port: 0  # " + given + ":3:14", "prefix: vidette.  # default");
    }

    @Test
    void prefersOptionsToTheEnvironmentToTheFile() throws IOException {
        write("topics: {prefix: file.}\ndata: file\nhttp: {port: 1}\n");

        assertThat(run(
                        Map.of("VIDETTE_TOPICS_PREFIX", "environment.", "VIDETTE_DATA", "environment"),
                        "config",
                        "show",
                        "--topic-prefix",
                        "option."))
                .isZero();

        assertThat(out.toString())
                .contains("prefix: option.  # --topic-prefix")
                .contains("data: environment  # environment variable VIDETTE_DATA")
                .contains("port: 1  # " + directory);
    }

    @Test
    void reportsAnErrorInOneLine() throws IOException {
        Path file = write("kafka:\n  bootstrapServer: a:1\n");

        assertThat(run(Map.of(), "config", "check")).isEqualTo(1);

        assertThat(out.toString()).isEmpty();
        assertThat(err)
                .hasToString("vidette: " + file
                        + ":2:3: unknown key 'kafka.bootstrapServer'; did you mean 'bootstrapServers'?\n");
    }

    @Test
    void namesOneOptionWithItsValueRangeAndRemedy() {
        assertThat(run(Map.of(), "val", "--data", "data.yaml", "--conf", "0.1", "--img", "333"))
                .isEqualTo(1);

        assertThat(err)
                .hasToString("vidette: section 'model', model.imageSize (--img): imageSize is 333, outside 0, or"
                        + " 32..4096, a multiple of 32; take 352\n");
    }

    @Test
    void exitsWithTwoOnWrongUsage() {
        assertThat(run(Map.of(), "config", "shwo")).isEqualTo(2);
        assertThat(run(Map.of(), "config", "check", "--porg", "1")).isEqualTo(2);
        assertThat(run(Map.of(), "config")).isEqualTo(2);
        assertThat(run(Map.of())).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void masksAPasswordInAnInvalidArgument() {
        assertThat(run(Map.of(), "config", "check", "rtsp://user:p@ss/word@host/main"))
                .isEqualTo(2);

        assertThat(err.toString()).contains("rtsp://***@host/main").doesNotContain("user", "ss/word");
    }

    /** After a change: {@code ./vidette config reference > docs/configuration.md}. */
    @Test
    void printsTheReferencePageOfTheDocumentation() throws IOException {
        Path page = Path.of(System.getProperty("vidette.root"), "docs", "configuration.md");

        assertThat(run(Map.of(), "config", "reference")).isZero();

        assertThat(out).hasToString(ConfigReference.markdown(NodeConfig.class));
        assertThat(page).hasContent(out.toString());
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("vidette.yaml"), yaml);
    }

    private static NodeConfig read(Path file) {
        return new ConfigReader<>(NodeConfig.class)
                .read(Optional.of(file), Map.of(), List.of())
                .config();
    }

    private int run(Map<String, String> environment, String... arguments) {
        CommandLine command = new Vidette(environment, directory).commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
