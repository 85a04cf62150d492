package io.vidette.deploy.node;

import io.vidette.topology.camera.Admission;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.CameraWatch;
import io.vidette.topology.lifecycle.Service;
import io.vidette.topology.lifecycle.ServiceSlot;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the cameras' records say, for the parts behind ingest, which start while the records are still read.
 *
 * <p>Threading: started and closed by one thread; all else may be called by any.
 */
final class CameraSettings implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(CameraSettings.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ServiceSlot<CameraWatch> watch;
    private volatile boolean hasWaited;

    CameraSettings(Supplier<CameraWatch> watching) {
        this.watch = new ServiceSlot<>("camera settings", watching);
    }

    @Override
    public String name() {
        return watch.name();
    }

    /** Begins to read; other parts start meanwhile. */
    @Override
    public void start() {
        watch.start();
    }

    /** Which of a camera's frames are processed. */
    Admission admission(String camera) {
        return spec(camera).map(CameraSpec::admission).orElse(Admission.DEFAULT);
    }

    /**
     * A camera's record; empty if there is none. The first caller waits until the records are read, a few seconds at
     * most.
     */
    Optional<CameraSpec> spec(String camera) {
        Optional<CameraWatch> now = watch.running();
        if (!hasWaited) {
            now.ifPresent(this::await);
        }
        return now.flatMap(following -> following.spec(camera));
    }

    private synchronized void await(CameraWatch now) {
        if (!hasWaited && !now.await(PATIENCE)) {
            LOG.warn(
                    "the camera records were not read within {}; until they are, no frame is skipped, and zones and"
                            + " lines are not",
                    PATIENCE);
        }
        hasWaited = true;
    }

    @Override
    public void close() {
        watch.close();
    }
}
