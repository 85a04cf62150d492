package io.vidette.deploy.cli.bench;

import io.vidette.deploy.kafka.EmbeddedKafka;
import io.vidette.deploy.kafka.EmbeddedKafkaSettings;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The Kafka of a measurement: the user's, or an embedded one that is thrown away with all that was written. */
final class BenchCluster {
    /** What is measured. */
    @FunctionalInterface
    interface Measurement {
        /**
         * Measures.
         *
         * @param directory for the state of this measurement, deleted after it
         */
        void run(KafkaConnection connection, Path directory) throws InterruptedException;
    }

    private BenchCluster() {}

    static void run(NodeConfig config, Measurement measurement) {
        Path directory = temporary();
        try {
            if (config.kafka().bootstrapServers().isPresent()) {
                measurement.run(config.connection(), directory);
            } else {
                EmbeddedKafkaSettings anyPort = new EmbeddedKafkaSettings("localhost", 0, 0);
                try (EmbeddedKafka kafka = EmbeddedKafka.start(anyPort, directory.resolve("kafka"))) {
                    measurement.run(KafkaConnection.of(config.kafka(), kafka.bootstrapServers()), directory);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", e);
        } finally {
            delete(directory);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("vidette-bench-");
        } catch (IOException e) {
            throw new UserError("cannot make a temporary folder (" + FileFault.inWords(e) + "); check the disk", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
