package io.vidette.deploy.cli.sink;

import io.vidette.deploy.app.sink.SinkJob;
import io.vidette.deploy.app.sink.SinkReport;
import io.vidette.deploy.cli.output.Progress;
import io.vidette.topology.sink.SinkCounts;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Shows how many records a sink has passed, where a person looks.
 *
 * <p>Threading: one thread, {@code sink-progress}, which it owns.
 */
final class SinkProgress implements AutoCloseable {
    private static final int PERIOD_MILLIS = 500;

    private final Progress progress;
    private final ScheduledExecutorService clock;

    /** Runs a sink to its end and shows its progress. */
    static SinkReport show(SinkJob job) {
        try (SinkProgress progress = new SinkProgress("sink", job.counts())) {
            return job.run();
        }
    }

    private SinkProgress(String label, SinkCounts counts) {
        progress = Progress.of(label, 0);
        clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "sink-progress");
            thread.setDaemon(true);
            return thread;
        });
        var unused = clock.scheduleWithFixedDelay(
                () -> progress.update(counts.passed()), PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        try {
            var unused = clock.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        progress.close();
    }
}
