package io.vidette.fault.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** The wall clock that Kafka sees in one process: its clients, its streams, the broker. The monotonic clock stays true. */
final class FakeClock {
    private final Path file;

    FakeClock(Path file) {
        this.file = file;
        step(Duration.ZERO);
    }

    /** For the process; a class of the tests, which stands before Kafka's own, looks for it. */
    String option() {
        return "-Dvidette.clock=" + file;
    }

    /** Soon the process's time is that much off. */
    void step(Duration offset) {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, Long.toString(offset.toMillis()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
