package io.vidette.deploy.bench;

import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.TopicPlan;
import io.vidette.topology.topic.TopicSettings;

/** Topics of one measurement alone: what another left behind must not be read again. */
final class BenchTopics {
    private BenchTopics() {}

    /**
     * Makes all topics under a prefix that nobody has used.
     *
     * @param settings whose prefix is extended
     * @return the settings with that prefix
     */
    static TopicSettings make(KafkaConnection connection, TopicSettings settings) {
        TopicSettings own = settings.withPrefix(settings.prefix() + "bench-" + System.nanoTime() + ".");
        try (TopicAdmin admin = new TopicAdmin(connection)) {
            admin.ensure(TopicPlan.of(own));
        }
        return own;
    }
}
