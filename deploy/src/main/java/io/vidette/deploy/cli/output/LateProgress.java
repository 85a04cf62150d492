package io.vidette.deploy.cli.output;

import org.jspecify.annotations.Nullable;

/** A bar that is drawn once it is known how much there is to do. */
public final class LateProgress implements AutoCloseable {
    private final String label;
    private @Nullable Progress bar;

    public LateProgress(String label) {
        this.label = label;
    }

    public void passed(long done, long total) {
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
