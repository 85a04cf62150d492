package io.vidette.deploy.cli;

import org.jspecify.annotations.Nullable;

/** A bar that is drawn once it is known how much there is to do. */
final class LateProgress implements AutoCloseable {
    private final String label;
    private @Nullable Progress bar;

    LateProgress(String label) {
        this.label = label;
    }

    void passed(long done, long total) {
        if (bar == null) {
            bar = Progress.of(label, total);
        }
        bar.update(done);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
