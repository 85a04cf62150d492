package io.vidette.deploy.node;

import io.vidette.detector.serve.ServedModel;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.lifecycle.Running;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the weights before anything is made that would have to be undone: a broker's folder, topics. Then loads the model
 * while the services above look for Kafka: after a restart either takes about as long as the other, and verdicts wait for
 * both. It owns the model.
 *
 * <p>Threading: owns the thread {@code model-load}; {@link #await} may be called by any.
 */
final class ModelLoading implements Running {
    private static final Logger LOG = LoggerFactory.getLogger(ModelLoading.class);

    private final CompletableFuture<FrameDetector> loaded = new CompletableFuture<>();
    private final Thread thread;

    private ModelLoading(Supplier<FrameDetector> loading) {
        this.thread = new Thread(() -> load(loading), "model-load");
        thread.setDaemon(true);
    }

    /**
     * Returns when the weights are open. The model loads from then on.
     *
     * @param opening opens weights, or throws; what it returns loads them
     * @throws io.vidette.topology.fault.UserError when they cannot be used
     */
    static ModelLoading start(Supplier<Supplier<FrameDetector>> opening) {
        ModelLoading loading = new ModelLoading(opening.get());
        loading.thread.start();
        return loading;
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
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!loaded.isCompletedExceptionally()) {
            loaded.join().close();
        }
    }
}
