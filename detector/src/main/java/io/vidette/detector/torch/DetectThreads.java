package io.vidette.detector.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Threads of the detector: named after their work, and waited for whatever happens, because they use native memory. */
public final class DetectThreads {
    private static final int CLOSE_SECONDS = 5;

    private DetectThreads() {}

    /** Daemon threads whose names start so. */
    public static ExecutorService pool(String prefix, int size) {
        return pool(prefix, size, () -> {});
    }

    /** The same, each of which does something first. */
    public static ExecutorService pool(String prefix, int size, Runnable first) {
        AtomicInteger made = new AtomicInteger();
        return Executors.newFixedThreadPool(size, task -> {
            Runnable all = () -> {
                first.run();
                task.run();
            };
            Thread thread = new Thread(all, prefix + made.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Waits until every task has ended, even when one failed or this thread is interrupted: they share the caller's
     * memory.
     *
     * @throws IllegalStateException when one failed
     */
    public static <T> List<T> joinAll(List<? extends Future<? extends T>> running) {
        List<T> results = new ArrayList<>();
        @Nullable Throwable failure = null;
        boolean interrupted = false;
        for (Future<? extends T> future : running) {
            for (boolean waiting = true; waiting; ) {
                try {
                    results.add(future.get());
                    waiting = false;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    failure = e.getCause();
                    waiting = false;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new IllegalStateException("detection failed: " + failure, failure);
        }
        return results;
    }

    /** Ends a pool on which nothing runs any more. */
    public static void close(ExecutorService threads) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("detection did not end within " + CLOSE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
