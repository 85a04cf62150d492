package io.vidette.deploy.node;

import io.vidette.deploy.http.CameraQueries;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.HealthCheck;
import io.vidette.topology.lifecycle.Service;
import io.vidette.topology.lifecycle.ServiceSlot;
import io.vidette.topology.track.Answer;
import io.vidette.topology.track.TrackService;
import java.util.function.Supplier;

/**
 * The following of objects, started when Kafka's address is known.
 *
 * <p>Threading: started and closed by one thread at a time; all else may be called by any.
 */
final class TrackRole implements Service, HealthCheck, CameraQueries {
    private static final Answer<?> NOT_STARTED = new Answer.NotYet<>("the tracker has not started");

    private final ServiceSlot<TrackService> slot;

    /** @param starting returns the service at work */
    TrackRole(Supplier<TrackService> starting) {
        this.slot = new ServiceSlot<>("track", starting);
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
        return slot.running().map(TrackService::health).orElse(new Health.NotReady("not started"));
    }

    @Override
    public Answer<?> objects(String camera) {
        return slot.running().<Answer<?>>map(service -> service.objects(camera)).orElse(NOT_STARTED);
    }

    @Override
    public Answer<?> counts(String camera) {
        return slot.running().<Answer<?>>map(service -> service.counts(camera)).orElse(NOT_STARTED);
    }

    @Override
    public void close() {
        slot.close();
    }
}
