package io.vidette.deploy.node;

import io.vidette.detector.engine.YoloModel;
import io.vidette.topology.detect.DetectService;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.HealthCheck;
import io.vidette.topology.lifecycle.Service;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model and the service that shows it frames. It owns both.
 *
 * <p>Threading: started and closed by one thread at a time; {@link #health} may be called by any.
 */
final class DetectRole implements Service, HealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger(DetectRole.class);

    private final Supplier<FrameDetector> loading;
    private final Function<FrameDetector, DetectService> serving;
    private @Nullable FrameDetector model;
    private volatile @Nullable DetectService service;

    DetectRole(Supplier<FrameDetector> loading, Function<FrameDetector, DetectService> serving) {
        this.loading = loading;
        this.serving = serving;
    }

    @Override
    public String name() {
        return "detect";
    }

    @Override
    public void start() {
        long began = System.nanoTime();
        FrameDetector loaded = loading.get();
        model = loaded;
        LOG.info(
                "model {} ({}) is ready after {} ms{}",
                loaded.model().name(),
                loaded.model().sha256().substring(0, 12),
                (System.nanoTime() - began) / 1_000_000,
                loaded instanceof YoloModel yolo ? ": " + yolo.serving() : "");
        DetectService starting = serving.apply(loaded);
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
        if (model != null) {
            model.close();
        }
    }
}
