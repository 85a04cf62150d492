package io.vidette;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * One package configures the Kafka clients. The names of properties are constants that the compiler copies, so their use
 * can be seen in the source only; {@link ModuleBoundariesTest} covers what the compiled classes show.
 */
final class ClientConfigurationTest {
    private static final Pattern PROPERTY_NAMES = Pattern.compile(
            "\\b(ConsumerConfig|ProducerConfig|AdminClientConfig|StreamsConfig|CommonClientConfigs|SaslConfigs|SslConfigs)\\b");
    private static final List<String> MODULES = List.of("topology", "ingest", "detector", "trainer", "deploy");

    @Test
    void namesKafkaClientPropertiesOnlyInTheClientPackage() throws IOException {
        Path root = Path.of(System.getProperty("vidette.root"));
        Path clients = root.resolve("topology/src/main/java/io/vidette/topology/client");
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/main/java"))) {
                assertThat(files.filter(file -> file.toString().endsWith(".java") && !file.startsWith(clients)))
                        .as(module)
                        .noneMatch(ClientConfigurationTest::namesProperties);
            }
        }
        try (Stream<Path> files = Files.list(clients)) {
            assertThat(files).as("the package itself").anyMatch(ClientConfigurationTest::namesProperties);
        }
    }

    private static boolean namesProperties(Path source) {
        try {
            return PROPERTY_NAMES.matcher(Files.readString(source)).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
