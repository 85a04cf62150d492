package io.vidette.deploy.bench;

import io.vidette.deploy.kafka.EmbeddedKafka;
import io.vidette.deploy.kafka.EmbeddedKafkaSettings;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.topic.TopicSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The Kafka of a measurement: the configured cluster, or a temporary embedded one.
 *
 * @param directory for the state of the measurement, deleted after it
 */
record BenchCluster(NodeConfig config, KafkaConnection connection, Path directory) {
    /** Something that is measured on a cluster. */
    @FunctionalInterface
    interface Measurement<T> {
        T run(BenchCluster cluster) throws InterruptedException;
    }

    /**
     * Runs a measurement and deletes the directory and the embedded Kafka, if there is one.
     *
     * @throws UserError if the thread is interrupted, or no directory can be created
     */
    static <T> T run(NodeConfig config, Measurement<T> measurement) {
        Path directory = temporary();
        try {
            if (config.kafka().bootstrapServers().isPresent()) {
                return measurement.run(new BenchCluster(config, config.connection(), directory));
            }
            EmbeddedKafkaSettings anyPort = new EmbeddedKafkaSettings("localhost", 0, 0);
            try (EmbeddedKafka kafka = EmbeddedKafka.start(anyPort, directory.resolve("kafka"))) {
                KafkaConnection connection = KafkaConnection.of(config.kafka(), kafka.bootstrapServers());
                return measurement.run(new BenchCluster(config, connection, directory));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", e);
        } finally {
            delete(directory);
        }
    }

    /** Creates topics for one measurement. */
    TopicSettings topics() {
        return BenchTopics.make(connection, config.topics());
    }

    /**
     * Returns the benchmark of a pipeline on these topics, with a state directory of its own.
     *
     * @param cameras as many as the topics have partitions, or fewer
     */
    PipelineBenchmark pipeline(TopicSettings topics, int cameras, List<byte[]> jpegs) {
        return new PipelineBenchmark(
                connection.config(),
                topics.names(),
                state(topics),
                cameras,
                jpegs,
                BenchFrames.WIDTH,
                BenchFrames.HEIGHT);
    }

    /** Returns the same on new topics, with one camera per partition. */
    PipelineBenchmark pipeline(List<byte[]> jpegs) {
        TopicSettings own = topics();
        return pipeline(own, own.partitions(), jpegs);
    }

    /** Returns the state directory of a measurement on these topics. */
    Path state(TopicSettings topics) {
        return directory.resolve("state-" + topics.prefix());
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
