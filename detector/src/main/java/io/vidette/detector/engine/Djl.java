package io.vidette.detector.engine;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import io.vidette.topology.lifecycle.UserError;

/** Starts DJL's PyTorch engine, once for the process. */
final class Djl {
    private static final String ENGINE = "PyTorch";

    private Djl() {}

    /** Sets how many threads of the engine's own work on a call from this thread. */
    static void useThreads(int count) {
        JniUtils.setNumThreads(count);
    }

    /**
     * Whether the engine's threads sleep while they wait for each other. OpenMP asks the environment when the process
     * starts; the launcher says so.
     */
    static boolean threadsSleep() {
        return "passive".equalsIgnoreCase(System.getenv("OMP_WAIT_POLICY"));
    }

    /**
     * Starts the engine; later calls give the same one.
     *
     * @throws UserError when the native library is missing or does not fit the machine
     */
    static synchronized Engine start() {
        // Before the engine's classes load: it would ask the network for newer libraries and report its use.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        // One thread for each call, until a thread asks for more: see Inference for why the engine's own do harm.
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
