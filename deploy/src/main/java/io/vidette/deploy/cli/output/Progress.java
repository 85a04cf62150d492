package io.vidette.deploy.cli.output;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A bar on stderr for what takes longer than two seconds, and only where a person looks: in a pipe it prints nothing.
 *
 * <p>Threading: for one thread.
 */
public final class Progress implements AutoCloseable {
    private static final long QUIET_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
    private static final int WIDTH = 30;
    private static final Path STDERR = Path.of("/proc/self/fd/2");
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final String label;
    private final long total;
    private final PrintStream err;
    private final boolean terminal;
    private final LongSupplier nanos;
    private final long began;
    private long drawnAt;
    private boolean drawn;

    /** With the clock and the stream given, for tests. */
    Progress(String label, long total, PrintStream err, boolean terminal, LongSupplier nanos) {
        this.label = label;
        this.total = total;
        this.err = err;
        this.terminal = terminal;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    /**
     * Begins now.
     *
     * @param total how many steps there are; 0 where that is not known
     */
    public static Progress of(String label, long total) {
        return new Progress(label, total, System.err, isTerminal(STDERR), System::nanoTime);
    }

    /** Says how many steps are done. */
    public void update(long done) {
        long now = nanos.getAsLong();
        if (!terminal || now - began < QUIET_NANOS || (drawn && now - drawnAt < REDRAW_NANOS)) {
            return;
        }
        drawn = true;
        drawnAt = now;
        err.print(CLEAR_LINE + line(done, now));
        err.flush();
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        if (drawn) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }

    /** Not by System.console(), which asks about stdin and stdout, and since Java 22 is never null. */
    private static boolean isTerminal(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }

    private String line(long done, long now) {
        long elapsed = now - began;
        if (total <= 0) {
            return "%s %d, %s".formatted(label, done, clock(elapsed));
        }
        double part = Math.min(1, (double) done / total);
        int full = (int) (part * WIDTH);
        String left = done <= 0 ? "" : ", " + clock((long) (elapsed / part - elapsed)) + " left";
        return String.format(
                Locale.ROOT,
                "%s [%s%s] %3.0f%% %d/%d%s",
                label,
                "#".repeat(full),
                "-".repeat(WIDTH - full),
                part * 100,
                done,
                total,
                left);
    }

    private static String clock(long nanoseconds) {
        Duration duration = Duration.ofNanos(Math.max(0, nanoseconds));
        return "%d:%02d".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
}
