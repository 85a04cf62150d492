package io.vidette.detector.engine;

import ai.djl.engine.Engine;
import io.vidette.topology.lifecycle.UserError;

/** Starts DJL's PyTorch engine, once for the process. */
final class Djl {
    private static final String ENGINE = "PyTorch";

    private Djl() {}

    /**
     * Starts the engine; later calls give the same one.
     *
     * @throws UserError when the native library is missing or does not fit the machine
     */
    static synchronized Engine start() {
        // Before the engine's classes load: it would ask the network for newer libraries and report its use.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        // One thread for each call: see Inference for why the engine's own do harm.
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        try {
            return Engine.getEngine(ENGINE);
        } catch (RuntimeException | LinkageError e) {
            throw new UserError(
                    "PyTorch's native library cannot be loaded on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + " (" + e.getMessage()
                            + "); Vidette ships it for linux-x86_64 with glibc 2.28 or later",
                    e);
        }
    }
}
