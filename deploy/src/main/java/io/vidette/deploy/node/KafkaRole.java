package io.vidette.deploy.node;

import io.vidette.deploy.kafka.EmbeddedKafka;
import io.vidette.deploy.kafka.EmbeddedKafkaSettings;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.HealthCheck;
import io.vidette.topology.lifecycle.Service;
import io.vidette.topology.lifecycle.ServiceSlot;
import java.nio.file.Path;

/**
 * The embedded broker of a node.
 *
 * <p>Threading: started and closed by one thread at a time; all else may be called by any.
 */
final class KafkaRole implements Service, HealthCheck {
    private final EmbeddedKafkaSettings settings;
    private final ServiceSlot<EmbeddedKafka> slot;

    /** @param directory for Kafka's logs */
    KafkaRole(EmbeddedKafkaSettings settings, Path directory) {
        this.settings = settings;
        this.slot = new ServiceSlot<>("kafka", () -> EmbeddedKafka.start(settings, directory));
    }

    @Override
    public String name() {
        return slot.name();
    }

    @Override
    public void start() {
        slot.start();
    }

    /** Returns the address for clients on this machine; if a free port is to be taken, only once started. */
    String bootstrapServers() {
        return slot.running().map(EmbeddedKafka::bootstrapServers).orElseGet(settings::bootstrapServers);
    }

    @Override
    public Health health() {
        return slot.running().map(EmbeddedKafka::health).orElse(new Health.NotReady("the broker does not run"));
    }

    @Override
    public void close() {
        slot.close();
    }
}
