package io.vidette;

import io.vidette.deploy.kafka.EmbeddedKafka;
import io.vidette.deploy.kafka.EmbeddedKafkaSettings;
import io.vidette.topology.client.KafkaConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * Gives a test a {@link KafkaConnection}: to {@code -Dkafka.bootstrap=host:port}, else to Kafka in Docker, else to the
 * embedded broker. {@code -Dkafka.kind=embedded} passes Docker over. One broker for the whole run, so a test takes a topic
 * prefix of its own.
 */
public final class KafkaUnderTest implements BeforeAllCallback, ParameterResolver {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaUnderTest.class);
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(KafkaUnderTest.class);
    private static final String IMAGE = "apache/kafka-native:4.2.2";

    /** Closed by JUnit at the end of the run. */
    private record Broker(String kind, String bootstrapServers, AutoCloseable running) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            running.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        broker(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KafkaConnection.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return new KafkaConnection(broker(context).bootstrapServers(), Map.of(), Duration.ofSeconds(60));
    }

    private static Broker broker(ExtensionContext context) {
        return context.getRoot().getStore(STORE).computeIfAbsent("broker", key -> start(), Broker.class);
    }

    private static Broker start() {
        Broker broker = Optional.ofNullable(System.getProperty("kafka.bootstrap"))
                .map(servers -> new Broker("the given broker", servers, () -> {}))
                .or(KafkaUnderTest::docker)
                .orElseGet(KafkaUnderTest::embedded);
        LOG.info("tests run against {} at {}", broker.kind(), broker.bootstrapServers());
        return broker;
    }

    private static Optional<Broker> docker() {
        if ("embedded".equals(System.getProperty("kafka.kind"))
                || !DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.empty();
        }
        KafkaContainer container = new KafkaContainer(IMAGE);
        container.start();
        return Optional.of(new Broker(IMAGE + " in Docker", container.getBootstrapServers(), container));
    }

    private static Broker embedded() {
        try {
            Path directory = Files.createTempDirectory("vidette-kafka");
            EmbeddedKafka kafka = EmbeddedKafka.start(new EmbeddedKafkaSettings("localhost", 0, 0), directory);
            return new Broker("the embedded broker", kafka.bootstrapServers(), () -> {
                kafka.close();
                delete(directory);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
