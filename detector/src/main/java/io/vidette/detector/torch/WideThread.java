package io.vidette.detector.torch;

import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * The thread from which a single picture is computed with all of the engine's own threads: {@code detect-infer-wide-0}.
 *
 * <p>There is one for the process. OpenMP keeps a team of threads for each thread that ever asked for one, and where the teams
 * together outnumber the cores it no longer lets them spin, not even for the microseconds between two layers: a picture then
 * takes half as long again.
 */
public final class WideThread {
    private static final ExecutorService THREAD = DetectThreads.pool("detect-infer-wide-", 1);

    private WideThread() {}

    /** Does some work there and waits for it; one at a time. */
    public static void run(int threads, Runnable work) {
        DetectThreads.joinAll(List.of(THREAD.submit(() -> {
            Djl.useThreads(threads);
            work.run();
        })));
    }
}
