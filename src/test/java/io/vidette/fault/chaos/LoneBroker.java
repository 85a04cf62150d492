package io.vidette.fault.chaos;

import io.vidette.deploy.kafka.EmbeddedKafka;
import io.vidette.deploy.kafka.EmbeddedKafkaSettings;
import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/** The embedded broker alone, as a process. Its log tells how it read its groups and transactions after a fault. */
final class LoneBroker {
    private LoneBroker() {}

    static List<String> arguments(Path directory, int port, int controllerPort) {
        return List.of(directory.toString(), Integer.toString(port), Integer.toString(controllerPort));
    }

    public static void main(String[] arguments) throws InterruptedException {
        Configurator.setLevel("org.apache.kafka.coordinator", Level.INFO);
        Configurator.setLevel("org.apache.kafka.storage.internals.log.UnifiedLog", Level.INFO);
        Configurator.setLevel("kafka.cluster.Partition", Level.INFO);
        EmbeddedKafkaSettings settings =
                new EmbeddedKafkaSettings("localhost", Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        EmbeddedKafka kafka = EmbeddedKafka.start(settings, Path.of(arguments[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop-broker"));
        Thread.currentThread().join();
    }
}
