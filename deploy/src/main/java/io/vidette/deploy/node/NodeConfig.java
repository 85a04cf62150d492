package io.vidette.deploy.node;

import io.vidette.deploy.http.HttpSettings;
import io.vidette.deploy.kafka.EmbeddedKafkaSettings;
import io.vidette.detector.serve.DetectorConfig;
import io.vidette.ingest.IngestConfig;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.client.KafkaSettings;
import io.vidette.topology.config.Setting;
import io.vidette.topology.detect.DetectConfig;
import io.vidette.topology.topic.TopicSettings;
import io.vidette.topology.tracker.TrackConfig;
import java.nio.file.Path;
import java.util.Optional;

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
        IngestConfig ingest,
        DetectConfig detect,
        TrackConfig track,

        @Setting(
                value = "",
                range = "a .pt file, a .weights file, or simulated:TIME",
                why =
                        "The model: a YOLOv5 checkpoint or a best.pt; with model.engine opencv a .weights file of Darknet."
                                + " simulated:5ms stands in for one that takes 5 ms per frame"
                                + " and finds nothing, to size everything around it.")
        Optional<String> weights,

        DetectorConfig model,
        HttpSettings http) {
    /** The cluster where one is configured, else the embedded broker. */
    public KafkaConnection connection() {
        return KafkaConnection.of(kafka, embedded.bootstrapServers());
    }
}
