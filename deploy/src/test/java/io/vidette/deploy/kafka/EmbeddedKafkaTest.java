package io.vidette.deploy.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.camera.CameraDirectory;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.TopicPlan;
import io.vidette.topology.topic.TopicSettings;
import io.vidette.topology.topic.Topics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedKafkaTest {
    private static final EmbeddedKafkaSettings FREE_PORTS = new EmbeddedKafkaSettings("localhost", 0, 0);
    private static final TopicSettings TOPICS = ConfigReader.defaults(TopicSettings.class);

    @TempDir
    private Path directory;

    @Test
    void keepsWrittenRecordsWhenItsProcessIsKilled() throws Exception {
        BrokerProcess broker = BrokerProcess.start(directory);
        try {
            try (TopicAdmin admin = new TopicAdmin(connection(broker.bootstrapServers()))) {
                admin.ensure(TopicPlan.of(TOPICS));
            }
            cameras(broker.bootstrapServers()).put("gate", CameraSpec.of("rtsp://10.0.0.7/main"));
        } finally {
            broker.kill();
        }

        try (EmbeddedKafka again = EmbeddedKafka.start(FREE_PORTS, directory)) {
            assertThat(cameras(again.bootstrapServers()).list())
                    .singleElement()
                    .satisfies(camera -> assertThat(camera.name()).isEqualTo("gate"));
        }
    }

    @Test
    void refusesDataOfANewerKafka() throws Exception {
        EmbeddedKafka.start(FREE_PORTS, directory).close();
        for (String version : List.of("99.1.0", "4.2-rc1", "4.99999999999", "", "garbage")) {
            Files.writeString(directory.resolve("kafka.version"), version);

            assertThatThrownBy(() -> EmbeddedKafka.start(FREE_PORTS, directory))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("'" + version + "'")
                    .hasMessageContaining("set --data");
        }
    }

    @Test
    void reportsItsHealthAndStopsWhenClosed() {
        EmbeddedKafka kafka = EmbeddedKafka.start(FREE_PORTS, directory);
        assertThat(kafka.health()).isInstanceOf(Health.Ready.class);
        kafka.close();

        assertThat(kafka.health()).isInstanceOf(Health.NotReady.class);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("data-plane-kafka") || name.startsWith("kafka-scheduler"));
        kafka.close();
    }

    @Test
    void namesATakenPortAndItsKey() throws IOException {
        try (ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress("localhost", 0));
            int port = other.getLocalPort();

            assertThatThrownBy(() -> EmbeddedKafka.start(new EmbeddedKafkaSettings("localhost", port, 0), directory))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("port " + port + " on localhost is taken")
                    .hasMessageEndingWith("set embedded.port");
            assertThatThrownBy(() -> EmbeddedKafka.start(new EmbeddedKafkaSettings("localhost", 0, port), directory))
                    .isInstanceOf(UserError.class)
                    .hasMessageEndingWith("set embedded.controllerPort");
        }
    }

    @Test
    void refusesADirectoryNameWithAComma() {
        assertThatThrownBy(() -> EmbeddedKafka.start(FREE_PORTS, directory.resolve("a,b")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--data");
    }

    private static CameraDirectory cameras(String bootstrapServers) {
        return new CameraDirectory(connection(bootstrapServers), Topics.DEFAULT);
    }

    private static KafkaConnection connection(String bootstrapServers) {
        return new KafkaConnection(bootstrapServers, Map.of(), Duration.ofSeconds(30));
    }
}
