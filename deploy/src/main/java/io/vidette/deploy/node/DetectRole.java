package io.vidette.deploy.node;

import io.vidette.topology.detect.DetectService;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.HealthCheck;
import io.vidette.topology.lifecycle.Service;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The service that shows frames to the model. Partitions are taken once the model can judge: until then another detector
 * has them.
 *
 * <p>Threading: started and closed by one thread at a time; {@link #health} may be called by any.
 */
final class DetectRole implements Service, HealthCheck {
    private final Supplier<FrameDetector> model;
    private final Function<FrameDetector, DetectService> serving;
    private volatile @Nullable DetectService service;

    DetectRole(Supplier<FrameDetector> model, Function<FrameDetector, DetectService> serving) {
        this.model = model;
        this.serving = serving;
    }

    @Override
    public String name() {
        return "detect";
    }

    @Override
    public void start() {
        DetectService starting = serving.apply(model.get());
        service = starting;
        starting.start();
    }

    @Override
    public Health health() {
        DetectService now = service;
        if (now == null) {
            return new Health.NotReady("the model is loading");
        }
        return now.health();
    }

    @Override
    public void close() {
        DetectService running = service;
        if (running != null) {
            running.close();
        }
    }
}
