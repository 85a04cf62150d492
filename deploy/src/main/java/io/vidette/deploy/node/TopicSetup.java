package io.vidette.deploy.node;

import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.lifecycle.Service;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.TopicPlan;
import io.vidette.topology.topic.TopicReport;
import io.vidette.topology.topic.TopicSettings;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the topics that are missing, before anybody needs them. */
record TopicSetup(Supplier<KafkaConnection> connection, TopicSettings settings) implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);

    @Override
    public String name() {
        return "topics";
    }

    @Override
    public void start() {
        try (TopicAdmin admin = new TopicAdmin(connection.get())) {
            TopicReport report = admin.ensure(TopicPlan.of(settings));
            if (!report.created().isEmpty()) {
                LOG.info("created the topics {}", String.join(", ", report.created()));
            }
            report.differences().forEach(LOG::warn);
        }
    }

    @Override
    public void close() {}
}
