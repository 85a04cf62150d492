package io.vidette;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vidette.deploy.cli.Vidette;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.topic.KafkaConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@ExtendWith(KafkaUnderTest.class)
final class CameraCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Map<String, String> environment = Map.of();

    @TempDir
    private Path data;

    @BeforeEach
    void connect(KafkaConnection kafka) {
        environment = Map.of(
                "VIDETTE_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "VIDETTE_TOPICS_PREFIX", "t" + UUID.randomUUID() + ".",
                "VIDETTE_DATA", data.toString());
    }

    @Test
    void attachesListsAndDetaches() throws IOException {
        assertThat(run("camera", "add", "gate", "rtsp://user:se/cret@10.0.0.7/main"))
                .isEqualTo(2);
        assertThat(run("camera", "add", "gate", "rtsp://user:hunter2@10.0.0.7/main", "--fps", "5"))
                .isZero();
        assertThat(run("camera", "add", "yard", "file:/videos/yard.mp4", "--loop", "--pace", "fast"))
                .isZero();

        assertThat(run("camera", "list", "--json")).isZero();
        assertThat(out.toString().lines()).hasSize(2);
        JsonNode gate =
                JsonSerde.mapper().readTree(out.toString().lines().findFirst().orElseThrow());
        assertThat(gate.path("name").asText()).isEqualTo("gate");
        assertThat(gate.path("spec").path("url").asText()).isEqualTo("rtsp://10.0.0.7/main");
        assertThat(gate.path("spec").path("credentials").asText()).isEqualTo("gate");
        assertThat(gate.path("spec").path("fps").asDouble()).isEqualTo(5);

        assertThat(run("camera", "remove", "gate")).isZero();
        assertThat(run("camera", "list")).isZero();
        assertThat(out.toString()).contains("yard", "file:/videos/yard.mp4").doesNotContain("gate");
    }

    @Test
    void keepsThePasswordOnThisMachine() throws IOException {
        assertThat(run("camera", "add", "gate", "rtsp://user:hunter2@10.0.0.7/main"))
                .isZero();
        assertThat(out + err.toString()).doesNotContain("hunter2").contains("secret 'gate'");
        assertThat(Files.readString(data.resolve("secrets.properties"))).contains("hunter2");

        assertThat(run("camera", "list", "--json")).isZero();
        assertThat(out.toString()).doesNotContain("hunter2").doesNotContain("user");

        assertThat(run("camera", "remove", "gate")).isZero();
        assertThat(Files.readString(data.resolve("secrets.properties"))).doesNotContain("hunter2");
    }

    @Test
    void namesTheKnownCamerasWhenOneIsUnknown() {
        run("camera", "add", "gate", "rtsp://10.0.0.7/main");
        run("camera", "add", "yard", "rtsp://10.0.0.8/main");

        assertThat(run("camera", "remove", "gaet")).isEqualTo(1);
        assertThat(err).hasToString("vidette: no camera 'gaet'; known: gate, yard\n");
    }

    @Test
    void describesTheTopics() {
        assertThat(run("topic", "describe")).isZero();
        assertThat(err.toString()).contains("'vidette topic create' makes it");
        assertThat(run("topic", "create")).isZero();
        assertThat(run("topic", "describe", "--json")).isZero();
        assertThat(out.toString().lines())
                .hasSize(7)
                .allSatisfy(line -> assertThat(JsonSerde.mapper().readTree(line).path("partitions"))
                        .hasSize(8));
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine command = new Vidette(environment, data).commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
