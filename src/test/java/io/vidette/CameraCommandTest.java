package io.vidette;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vidette.deploy.cli.Vidette;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.serde.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
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
                Json.mapper().readTree(out.toString().lines().findFirst().orElseThrow());
        assertThat(gate.path("name").asText()).isEqualTo("gate");
        assertThat(gate.path("spec").path("url").asText()).isEqualTo("rtsp://10.0.0.7/main");
        assertThat(gate.path("spec").path("credentials").asText()).isEqualTo("gate");
        assertThat(gate.path("spec").path("fps").asDouble()).isEqualTo(5);

        assertThat(run("camera", "remove", "gate")).isZero();
        assertThat(run("camera", "list")).isZero();
        assertThat(out.toString()).contains("yard", "file:/videos/yard.mp4").doesNotContain("gate");
    }

    @Test
    void keepsThePasswordOnlyInTheSecretsFile() throws IOException {
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
    void keepsZonesThroughCameraChangesUntilTheyAreCleared() throws IOException {
        run("camera", "add", "gate", "rtsp://10.0.0.7/main");
        Path file = data.resolve("zones.json");
        Files.writeString(
                file,
                "{\"zones\":[{\"name\":\"door\",\"points\":[[0.4,0.5],[0.6,0.5],[0.6,1]],\"dwell\":\"30s\"}],"
                        + "\"lines\":[{\"name\":\"kerb\",\"points\":[[0,0.7],[1,0.6]]}]}");
        assertThat(run("camera", "zones", "gate", "--file", file.toString())).isZero();
        assertThat(out.toString()).isEqualTo("camera 'gate' has 1 zone, 1 line and 0 masks\n");

        assertThat(run("camera", "add", "gate", "rtsp://10.0.0.8/main", "--fps", "5"))
                .isZero();
        assertThat(run("camera", "zones", "gate", "--show")).isZero();
        assertThat(Json.mapper().readTree(out.toString()).path("zones")).hasSize(1);
        Files.writeString(file, out.toString());
        assertThat(run("camera", "zones", "gate", "--file", file.toString())).isZero();

        Files.writeString(file, "{\"zones\":null}");
        assertThat(run("camera", "zones", "gate", "--file", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("'vidette camera zones gate --clear'");
        assertThat(run("camera", "zones", "gate", "--show")).isZero();
        assertThat(Json.mapper().readTree(out.toString()).path("zones")).hasSize(1);

        assertThat(err.toString()).isEmpty();

        assertThat(run("camera", "zones", "gate", "--clear")).isZero();
        assertThat(run("camera", "zones", "gate", "--show")).isZero();
        assertThat(err).hasToString("warning: nothing is drawn on the picture of camera 'gate'\n");
        assertThat(run("camera", "list", "--json")).isZero();
        JsonNode spec = Json.mapper().readTree(out.toString()).path("spec");
        assertThat(spec.has("areas")).isFalse();
        assertThat(spec.path("url").asText()).isEqualTo("rtsp://10.0.0.8/main");
    }

    @Test
    void keepsZonesAfterAnInvalidRecord(KafkaConnection kafka) throws Exception {
        run("camera", "add", "gate", "rtsp://10.0.0.7/main");
        Path file = data.resolve("zones.json");
        Files.writeString(file, "{\"lines\":[{\"name\":\"kerb\",\"points\":[[0,0.7],[1,0.6]]}]}");
        assertThat(run("camera", "zones", "gate", "--file", file.toString())).isZero();
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(kafka.config(), new StringSerializer(), new StringSerializer())) {
            String topic = environment.get("VIDETTE_TOPICS_PREFIX") + "cameras";
            producer.send(new ProducerRecord<>(topic, "gate", "rtsp://user:hunter2@10.0.0.7/"))
                    .get();
        }
        assertThat(run("camera", "list")).isZero();
        assertThat(out.toString())
                .contains("rtsp://10.0.0.7/main", "not valid JSON")
                .doesNotContain("hunter2");
        assertThat(run("camera", "add", "gate", "rtsp://10.0.0.8/main")).isZero();
        assertThat(run("camera", "zones", "gate", "--show")).isZero();
        assertThat(out.toString()).contains("kerb");
        assertThat(run("camera", "list")).isZero();
        assertThat(out.toString()).contains("rtsp://10.0.0.8/main").doesNotContain("not valid JSON");
    }

    @Test
    void refusesInvalidZonesInOneLine() throws IOException {
        run("camera", "add", "gate", "rtsp://10.0.0.7/main");
        Path file = data.resolve("zones.json");
        assertThat(run("camera", "zones", "gate", "--file", file.toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("vidette: no file ").contains("--help");
        Map<String, String> wrong = Map.of(
                "{\"zones\":[{\"name\":\"door\",\"points\":[[0,0],[1,1],[1,0],[0,1]]}]}",
                "on camera 'gate': zone 'door' crosses itself",
                "{\"zones\":[{\"name\":\"door\",\"points\":[[0,0],[2,1],[1,0]]}]}",
                "zone 'door' is outside the picture: point 2",
                "{\"zones\":[{\"name\":\"door\",\"points\":[[0,0],[1,1],[1,0]],\"minheight\":0.1}]}",
                "unknown field 'minheight'; known here: ",
                "{\"zones\":[\n{,",
                "at line 2, column",
                "",
                "zones.json",
                "[]",
                "on camera 'gate'");
        for (Map.Entry<String, String> entry : wrong.entrySet()) {
            Files.writeString(file, entry.getKey());
            assertThat(run("camera", "zones", "gate", "--file", file.toString()))
                    .as(entry.getKey())
                    .isEqualTo(1);
            assertThat(err.toString().lines()).as(err.toString()).hasSize(1);
            assertThat(err.toString())
                    .startsWith("vidette: ")
                    .contains(entry.getValue())
                    .doesNotContain("unexpected");
        }
        assertThat(run("camera", "zones", "gaet", "--clear")).isEqualTo(1);
        assertThat(err).hasToString("vidette: no camera 'gaet'; known: gate\n");
        assertThat(run("camera", "zones", "gate")).isEqualTo(2);
        assertThat(run("camera", "zones", "gate", "--clear", "--show")).isEqualTo(2);
    }

    @Test
    void describesTheTopics() {
        assertThat(run("topic", "describe")).isZero();
        assertThat(err.toString()).contains("'vidette topic create' makes it");
        assertThat(run("topic", "create")).isZero();
        assertThat(run("topic", "describe", "--json")).isZero();
        assertThat(out.toString().lines())
                .hasSize(7)
                .allSatisfy(line -> assertThat(Json.mapper().readTree(line).path("partitions"))
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
