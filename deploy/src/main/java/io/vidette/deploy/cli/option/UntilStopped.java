package io.vidette.deploy.cli.option;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that ends in order on Ctrl-C and SIGTERM: the JVM waits for its hooks. */
public final class UntilStopped {
    private static final Logger LOG = LoggerFactory.getLogger(UntilStopped.class);
    private static final int STOP_SECONDS = 30;

    private UntilStopped() {}

    /**
     * Runs it here. What is to be reported at the end belongs to the work: behind it the process may be gone.
     *
     * @param stop makes the work return soon; called from another thread
     */
    public static void run(String name, Runnable work, Runnable stop) {
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    LOG.info("stopping");
                    stop.run();
                    try {
                        var unused = ended.await(STOP_SECONDS, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name + "-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            work.run();
        } finally {
            ended.countDown();
            var unused = unhook(hook);
        }
    }

    /** Removes the hook; false if the process is already ending, so that the hook runs. */
    private static boolean unhook(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
