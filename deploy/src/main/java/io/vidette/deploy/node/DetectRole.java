package io.vidette.deploy.node;

import io.vidette.topology.detect.DetectService;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.HealthCheck;
import io.vidette.topology.lifecycle.Service;
import io.vidette.topology.lifecycle.ServiceSlot;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The detection service of a node. It takes partitions once the model is loaded; until then other detectors
 * process them.
 *
 * <p>Threading: started and closed by one thread at a time; {@link #health} may be called by any.
 */
final class DetectRole implements Service, HealthCheck {
    private final ServiceSlot<DetectService> slot;

    /**
     * Starts nothing yet.
     *
     * @param model waits until the model is loaded
     * @param starting returns the service at work
     */
    DetectRole(Supplier<FrameDetector> model, Function<FrameDetector, DetectService> starting) {
        this.slot = new ServiceSlot<>("detect", () -> starting.apply(model.get()));
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
                .map(DetectService::health)
                .orElse(new Health.NotReady("the model is loading, or partitions are awaited"));
    }

    @Override
    public void close() {
        slot.close();
    }
}
