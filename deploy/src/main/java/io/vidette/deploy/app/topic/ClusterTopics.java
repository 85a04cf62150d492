package io.vidette.deploy.app.topic;

import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.TopicPlan;
import io.vidette.topology.topic.TopicReport;
import io.vidette.topology.topic.TopicSpec;
import io.vidette.topology.topic.TopicState;
import java.util.List;

/** The topics of a cluster, as the configuration plans them. */
public final class ClusterTopics {
    private final NodeConfig config;

    public ClusterTopics(NodeConfig config) {
        this.config = config;
    }

    /** Creates the topics that are missing. Topics that exist are left as they are. */
    public TopicReport create() {
        try (TopicAdmin admin = new TopicAdmin(config.connection())) {
            return admin.ensure(TopicPlan.of(config.topics()));
        }
    }

    /** Returns the topics that exist, and which are missing. */
    public PlannedTopics describe() {
        List<String> names =
                TopicPlan.of(config.topics()).stream().map(TopicSpec::name).toList();
        try (TopicAdmin admin = new TopicAdmin(config.connection())) {
            List<TopicState> found = admin.describe(names);
            List<String> there = found.stream().map(TopicState::name).toList();
            return new PlannedTopics(
                    found, names.stream().filter(name -> !there.contains(name)).toList());
        }
    }
}
