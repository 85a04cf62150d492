package io.vidette.detector.torch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import io.vidette.topology.fault.UserError;

/** Starts DJL's PyTorch engine, once for the process. */
public final class Djl {
    private static final String ENGINE = "PyTorch";

    private Djl() {}

    /** Sets how many threads of the engine's own work on a call from this thread. */
    public static void useThreads(int count) {
        JniUtils.setNumThreads(count);
    }

    /**
     * Whether the engine's threads sleep while they wait for each other. OpenMP asks the environment when the process
     * starts; the launcher says so.
     */
    public static boolean threadsSleep() {
        return "passive".equalsIgnoreCase(System.getenv("OMP_WAIT_POLICY"));
    }

    /**
     * Starts the engine with a PyTorch that the user installed; later calls give the same one.
     *
     * @throws UserError when it cannot be loaded, or another was before
     */
    public static synchronized Engine start(Libtorch libtorch) {
        String folder = libtorch.folder().toString();
        System.setProperty("PYTORCH_LIBRARY_PATH", folder);
        Engine engine;
        try {
            engine = start();
        } finally {
            System.clearProperty("PYTORCH_LIBRARY_PATH");
        }
        if (!LibUtils.getLibtorchPath().equals(folder)) {
            throw new UserError("this process computes with the PyTorch in " + LibUtils.getLibtorchPath()
                    + " and cannot change to the one in " + folder + "; restart it");
        }
        return engine;
    }

    /**
     * Starts the engine; later calls give the same one.
     *
     * @throws UserError when the native library is missing or does not fit the machine
     */
    public static synchronized Engine start() {
        // DJL has two interface libraries. This one does not depend on a version of CUDA:
        // it runs any program, on the processor and on cards, with
        // any PyTorch of its version, and loads without an NVIDIA driver.
        System.setProperty("PYTORCH_FLAVOR", "cpu");
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
