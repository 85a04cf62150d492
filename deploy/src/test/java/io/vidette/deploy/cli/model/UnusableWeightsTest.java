package io.vidette.deploy.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.deploy.cli.Vidette;
import io.vidette.detector.TinyModel;
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

/** A node refuses them before it starts Kafka, or asks one for anything. */
final class UnusableWeightsTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void failTheStartBeforeTheEmbeddedKafkaStarts() throws IOException {
        Path noise = Files.write(directory.resolve("noise.pt"), new byte[1000]);

        assertThat(run("up", "--weights", noise.toString())).isOne();

        assertRefused("'" + noise + "': not a file of PyTorch");
        assertThat(directory.resolve("data")).isDirectoryNotContaining("glob:**/kafka");
    }

    @Test
    void failTheStartBeforeAnExternalKafkaIsContacted() throws IOException {
        Path wrong = TinyModel.write(
                directory.resolve("wrong.pt"),
                "models.common",
                "Conv",
                "C3",
                Map.of("model.3.conv.weight", List.of(24, 8, 3, 3)));

        assertThat(run("run", "detect", "--bootstrap-servers", "localhost:1", "--weights", wrong.toString()))
                .isOne();

        assertRefused("'" + wrong + "': the tensor model.3.conv.weight should be");
    }

    private void assertRefused(String reason) {
        assertThat(err.toString().lines().filter(line -> line.startsWith("vidette: ")))
                .singleElement()
                .asString()
                .contains(reason);
    }

    private int run(String... arguments) {
        CommandLine command = new Vidette(Map.of(), directory).commandLine();
        command.setOut(new PrintWriter(new StringWriter(), true));
        command.setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--http-port",
                "0",
                "--set",
                "embedded.port=0",
                "--set",
                "kafka.patience=1s",
                "--data",
                directory.resolve("data").toString()));
        return command.execute(all.toArray(String[]::new));
    }
}
