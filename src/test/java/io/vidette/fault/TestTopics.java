package io.vidette.fault;

import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.TopicPlan;
import io.vidette.topology.topic.TopicSettings;
import io.vidette.topology.topic.Topics;
import java.util.UUID;

/** Topics that no other test uses. */
final class TestTopics {
    static final int PARTITIONS = 8;

    private TestTopics() {}

    /** Creates them as a node would. */
    static Topics create(KafkaConnection kafka, String name) {
        TopicSettings defaults = ConfigReader.defaults(TopicSettings.class);
        TopicSettings settings = new TopicSettings(
                name + "-" + UUID.randomUUID().toString().substring(0, 8) + ".",
                PARTITIONS,
                1,
                defaults.framesRetention(),
                defaults.framesSize(),
                defaults.detectionsRetention(),
                defaults.eventsRetention(),
                defaults.deadLettersRetention());
        try (TopicAdmin admin = new TopicAdmin(kafka)) {
            admin.ensure(TopicPlan.of(settings));
        }
        return settings.names();
    }
}
