package io.vidette.deploy.node;

import io.vidette.deploy.http.CameraQueries;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.HealthCheck;
import io.vidette.topology.lifecycle.Service;
import io.vidette.topology.track.Answer;
import io.vidette.topology.track.TrackService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The following of objects, made when Kafka's address is known.
 *
 * <p>Threading: started and closed by one thread at a time; all else may be called by any.
 */
final class TrackRole implements Service, HealthCheck, CameraQueries {
    private static final Answer<?> NOT_STARTED = new Answer.NotYet<>("the tracker has not started");

    private final Supplier<TrackService> making;
    private volatile @Nullable TrackService service;

    TrackRole(Supplier<TrackService> making) {
        this.making = making;
    }

    @Override
    public String name() {
        return "track";
    }

    @Override
    public void start() {
        TrackService made = making.get();
        service = made;
        made.start();
    }

    @Override
    public Health health() {
        TrackService now = service;
        return now == null ? new Health.NotReady("not started") : now.health();
    }

    @Override
    public Answer<?> objects(String camera) {
        TrackService now = service;
        return now == null ? NOT_STARTED : now.objects(camera);
    }

    @Override
    public Answer<?> counts(String camera) {
        TrackService now = service;
        return now == null ? NOT_STARTED : now.counts(camera);
    }

    @Override
    public void close() {
        TrackService running = service;
        if (running != null) {
            running.close();
        }
    }
}
