package io.vidette.topology.client;

import io.vidette.topology.config.Setting;
import io.vidette.topology.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How to reach Kafka. */
public record KafkaSettings(
        @Setting(
                value = "",
                range = "host:port, separated by commas",
                why = "The brokers of a cluster. Absent: the embedded broker of this machine.")
        Optional<String> bootstrapServers,

        @Setting(
                value = "",
                range = "path of a properties file",
                why =
                        "Further settings for every Kafka client, such as TLS and SASL. A file of its own, so that its passwords"
                                + " are not in the configuration.")
        Optional<Path> clientProperties,

        @Setting(
                value = "15s",
                range = "1s..10m",
                why = "How long to try to reach a broker before an attempt fails. A broker restart takes less time.")
        Duration patience) {
    public KafkaSettings {
        Settings.check(KafkaSettings.class, bootstrapServers, clientProperties, patience);
        if (bootstrapServers.isPresent() && bootstrapServers.get().isBlank()) {
            throw new IllegalArgumentException("bootstrapServers is blank");
        }
    }
}
