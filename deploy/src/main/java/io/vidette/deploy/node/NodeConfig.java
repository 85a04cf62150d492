package io.vidette.deploy.node;

import io.vidette.deploy.kafka.EmbeddedKafkaSettings;
import io.vidette.topology.config.Setting;
import io.vidette.topology.topic.KafkaConnection;
import io.vidette.topology.topic.KafkaSettings;
import io.vidette.topology.topic.TopicSettings;
import java.nio.file.Path;

/** Everything that can be configured: the root of the YAML file. */
public record NodeConfig(
        @Setting(
                value = "vidette-data",
                range = "a directory",
                why =
                        "Where a node keeps what must outlive it: the embedded broker's logs, state, secrets. One process at"
                                + " a time.")
        Path data,

        KafkaSettings kafka,
        TopicSettings topics,
        EmbeddedKafkaSettings embedded,
        HttpSettings http) {
    /** The cluster where one is configured, else the embedded broker. */
    public KafkaConnection connection() {
        return KafkaConnection.of(kafka, embedded.bootstrapServers());
    }
}
