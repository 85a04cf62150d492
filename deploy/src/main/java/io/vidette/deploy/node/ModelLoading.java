package io.vidette.deploy.node;

import io.vidette.detector.serve.ServedModel;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.lifecycle.Service;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the weights before anything is made that would have to be undone: a broker's folder, topics. Then loads the model
 * while the services above look for Kafka: after a restart either takes about as long as the other, and verdicts wait for
 * both. It owns the model.
 *
 * <p>Threading: owns the thread {@code model-load}; {@link #await} may be called by any.
 */
final class ModelLoading implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(ModelLoading.class);

    private final Supplier<Supplier<FrameDetector>> opening;
    private final CompletableFuture<FrameDetector> loaded = new CompletableFuture<>();
    private @Nullable Thread thread;

    /** @param opening opens weights, or throws; what it returns loads them */
    ModelLoading(Supplier<Supplier<FrameDetector>> opening) {
        this.opening = opening;
    }

    @Override
    public String name() {
        return "model";
    }

    /**
     * Returns when the weights are open.
     *
     * @throws io.vidette.topology.fault.UserError when they cannot be used
     */
    @Override
    public void start() {
        Supplier<FrameDetector> loading = opening.get();
        Thread starting = new Thread(() -> load(loading), "model-load");
        starting.setDaemon(true);
        thread = starting;
        starting.start();
    }

    private void load(Supplier<FrameDetector> loading) {
        long began = System.nanoTime();
        try {
            FrameDetector model = loading.get();
            LOG.info(
                    "model {} ({}) is ready after {} ms{}",
                    model.model().name(),
                    model.model().sha256().substring(0, 12),
                    (System.nanoTime() - began) / 1_000_000,
                    model instanceof ServedModel served ? ": " + served.serving() : "");
            loaded.complete(model);
        } catch (RuntimeException | Error e) {
            loaded.completeExceptionally(e);
        }
    }

    /**
     * The model, as soon as it is loaded.
     *
     * @throws RuntimeException what the loading threw, such as a {@link io.vidette.topology.fault.UserError}
     */
    FrameDetector await() {
        try {
            return loaded.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }

    /** Waits for a loading that has begun, which cannot be broken off. */
    @Override
    public void close() {
        Thread loader = thread;
        if (loader == null) {
            return;
        }
        try {
            loader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!loaded.isCompletedExceptionally()) {
            loaded.join().close();
        }
    }
}
