package io.vidette.deploy.node;

import io.vidette.ingest.IngestService;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.HealthCheck;
import io.vidette.topology.lifecycle.Service;
import io.vidette.topology.lifecycle.ServiceSlot;
import java.util.function.Supplier;

/**
 * The reading of cameras, started when Kafka's address is known.
 *
 * <p>Threading: started and closed by one thread at a time; {@link #health} may be called by any.
 */
final class IngestRole implements Service, HealthCheck {
    private final ServiceSlot<IngestService> slot;

    /** @param starting returns the service at work */
    IngestRole(Supplier<IngestService> starting) {
        this.slot = new ServiceSlot<>("ingest", starting);
    }

    @Override
    public String name() {
        return slot.name();
    }

    @Override
    public void start() {
        slot.start();
    }

    @Override
    public Health health() {
        return slot.running()
                .<Health>map(service -> new Health.Ready(service.cameras().size() + " cameras on this node"))
                .orElse(new Health.NotReady("not started"));
    }

    @Override
    public void close() {
        slot.close();
    }
}
