package io.vidette.fault.chaos;

import io.vidette.deploy.kafka.EmbeddedKafka;
import io.vidette.deploy.kafka.EmbeddedKafkaSettings;
import java.nio.file.Path;
import java.util.List;

/** The embedded broker alone, as a process. */
final class LoneBroker {
    private LoneBroker() {}

    static List<String> arguments(Path directory, int port, int controllerPort) {
        return List.of(directory.toString(), Integer.toString(port), Integer.toString(controllerPort));
    }

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedKafkaSettings settings =
                new EmbeddedKafkaSettings("localhost", Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        EmbeddedKafka kafka = new EmbeddedKafka(settings, Path.of(arguments[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop-broker"));
        kafka.start();
        Thread.currentThread().join();
    }
}
