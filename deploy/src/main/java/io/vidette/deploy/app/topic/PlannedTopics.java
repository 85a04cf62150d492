package io.vidette.deploy.app.topic;

import io.vidette.topology.topic.TopicState;
import java.util.List;

/**
 * The planned topics of a cluster.
 *
 * @param missing names of topics that do not exist
 */
public record PlannedTopics(List<TopicState> found, List<String> missing) {
    public PlannedTopics {
        found = List.copyOf(found);
        missing = List.copyOf(missing);
    }
}
