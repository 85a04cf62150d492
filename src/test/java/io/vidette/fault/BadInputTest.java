package io.vidette.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.KafkaUnderTest;
import io.vidette.deploy.cli.Vidette;
import io.vidette.deploy.node.DataDirectory;
import io.vidette.detector.PickleBytes;
import io.vidette.detector.TinyModel;
import io.vidette.topology.client.KafkaConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A command that cannot do its work ends with 1, one that was used wrongly with 2, and one line says why. */
@ExtendWith(KafkaUnderTest.class)
class BadInputTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path data;

    @Test
    void namesATakenPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(run("up", "--weights", Nodes.WEIGHTS, "--http-port", "0", "--set", "embedded.port=" + port))
                    .isEqualTo(1);
            assertOneLine("port " + port, "is taken", "embedded.port");
            assertThat(run("up", "--weights", Nodes.WEIGHTS, "--http-port", port))
                    .isEqualTo(1);
            assertOneLine("127.0.0.1:" + port, "is taken", "http.port");
        }
    }

    @Test
    void namesABrokerThatDoesNotAnswer() {
        assertThat(run(
                        "run",
                        "detect",
                        "--http-port",
                        "0",
                        "--bootstrap-servers",
                        "localhost:1",
                        "--set",
                        "kafka.patience=1s",
                        "--weights",
                        Nodes.WEIGHTS))
                .isEqualTo(1);
        assertOneLine("no answer from Kafka at localhost:1", "--bootstrap-servers");
    }

    @Test
    void namesAnUnknownKey() {
        assertThat(run("up", "--set", "embeded.port=1")).isEqualTo(1);
        assertOneLine("embeded.port");
    }

    @Test
    void explainsCorrectUsage() {
        assertThat(run("up", "--no-such-option")).isEqualTo(2);
        assertThat(err.toString()).startsWith("vidette: ").contains("--no-such-option", "--help");
        assertThat(run("run", "nothing")).isEqualTo(2);
        assertThat(run("up", "--camera", "gate=rtsp://user:hunter2/x@10.0.0.7/main"))
                .isEqualTo(2);
        assertThat(err.toString()).doesNotContain("hunter2").doesNotContain("\tat ");
    }

    @Test
    void namesTheHolderOfADataDirectory() {
        try (DataDirectory held = DataDirectory.lock(data)) {
            assertThat(run("up", "--weights", Nodes.WEIGHTS)).isEqualTo(1);
            assertOneLine(
                    held.path().toString(),
                    "is used by process " + ProcessHandle.current().pid(),
                    "--data");
        }
    }

    @Test
    void asksForWeights(KafkaConnection kafka) {
        assertThat(detect(kafka)).isEqualTo(1);
        assertOneLine("no weights", "--weights");
    }

    @Test
    void refusesInvalidWeights(KafkaConnection kafka) throws IOException {
        Path missing = data.resolve("missing.pt");
        assertThat(detect(kafka, "--weights", missing.toString())).isEqualTo(1);
        assertOneLine("missing.pt");

        Path noise = data.resolve("noise.pt");
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        Files.write(noise, bytes);
        assertThat(detect(kafka, "--weights", noise.toString())).isEqualTo(1);
        assertOneLine("noise.pt");
    }

    @Test
    void refusesAZipBombOfZeros(KafkaConnection kafka) throws IOException {
        Path bomb = data.resolve("bomb.pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            byte[] zeros = new byte[1 << 20];
            for (int mebibytes = 0; mebibytes < 256; mebibytes++) {
                zip.write(zeros);
            }
        }
        assertThat(detect(kafka, "--weights", bomb.toString())).isEqualTo(1);
        assertOneLine("bomb.pt", "compressed");

        Path plain = TinyModel.writeZip(data.resolve("zeros.pt"), Map.of("archive/data.pkl", new byte[1 << 20]));
        assertThat(detect(kafka, "--weights", plain.toString())).isEqualTo(1);
        assertOneLine("zeros.pt");
    }

    @Test
    void doesNotExecuteFunctionsNamedInAPickle(KafkaConnection kafka) throws IOException {
        Path touched = data.resolve("touched");
        byte[] pickle =
                PickleBytes.of(new PickleBytes.Call(new PickleBytes.Name("os", "system"), List.of("touch " + touched)));
        Path evil = TinyModel.writeZip(data.resolve("evil.pt"), Map.of("archive/data.pkl", pickle));
        assertThat(detect(kafka, "--weights", evil.toString())).isEqualTo(1);
        assertOneLine("evil.pt", "os.system");
        assertThat(touched).doesNotExist();
    }

    private int detect(KafkaConnection kafka, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "detect", "--http-port", "0"));
        arguments.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers()));
        arguments.addAll(List.of("--topic-prefix", "bad-" + UUID.randomUUID() + "."));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        err.getBuffer().setLength(0);
        CommandLine command = new Vidette(Map.of("VIDETTE_DATA", data.toString()), data).commandLine();
        command.setOut(new PrintWriter(new StringWriter(), true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    private void assertOneLine(String... parts) {
        assertThat(err.toString().lines()).as(err.toString()).hasSize(1);
        assertThat(err.toString()).startsWith("vidette: ").contains(parts).doesNotContain("unexpected");
    }
}
