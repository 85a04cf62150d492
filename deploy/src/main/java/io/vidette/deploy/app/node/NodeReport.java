package io.vidette.deploy.app.node;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.vidette.deploy.node.Node;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.topic.Topics;
import java.util.Optional;

/**
 * Where a running node can be reached.
 *
 * @param detections topic of the verdicts
 * @param events topic of the events; absent if the node does not track
 * @param http address of metrics and health
 * @param counts topic of the counts; absent if the node does not track
 */
public record NodeReport(
        String bootstrapServers,
        String detections,
        Optional<String> events,
        String http,
        @JsonIgnore Optional<String> counts) {
    /** Returns the report of a node that has started. */
    public static NodeReport of(Node node, NodeConfig config) {
        Topics topics = config.topics().names();
        boolean tracks = config.track().enabled();
        return new NodeReport(
                node.connection().bootstrapServers(),
                topics.detections(),
                tracks ? Optional.of(topics.events()) : Optional.empty(),
                node.httpAddress(),
                tracks ? Optional.of(topics.counts()) : Optional.empty());
    }
}
