package io.vidette.deploy.node;

import io.vidette.ingest.IngestService;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.HealthCheck;
import io.vidette.topology.lifecycle.Service;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reading of cameras, made when Kafka's address is known.
 *
 * <p>Threading: started and closed by one thread at a time; {@link #health} may be called by any.
 */
final class IngestRole implements Service, HealthCheck {
    private final Supplier<IngestService> making;
    private volatile @Nullable IngestService service;

    IngestRole(Supplier<IngestService> making) {
        this.making = making;
    }

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public void start() {
        IngestService made = making.get();
        service = made;
        made.start();
    }

    @Override
    public Health health() {
        IngestService now = service;
        return now == null
                ? new Health.NotReady("not started")
                : new Health.Ready(now.cameras().size() + " cameras on this node");
    }

    @Override
    public void close() {
        IngestService running = service;
        if (running != null) {
            running.close();
        }
    }
}
