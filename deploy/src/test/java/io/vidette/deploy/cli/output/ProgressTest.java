package io.vidette.deploy.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong clock = new AtomicLong();

    @Test
    void showsNothingForTwoSeconds() {
        try (Progress progress = progress(true, 10)) {
            progress.update(1);
            clock.addAndGet(Duration.ofMillis(1999).toNanos());
            progress.update(9);
        }
        assertThat(shown()).isEmpty();
    }

    @Test
    void showsProgressAndClearsTheBar() {
        try (Progress progress = progress(true, 10)) {
            clock.addAndGet(Duration.ofSeconds(5).toNanos());
            progress.update(5);
            progress.update(6);
        }
        assertThat(shown())
                .isEqualTo("\r\u001b[Kframes [###############---------------]  50% 5/10, 0:05 left\r\u001b[K");
    }

    @Test
    void showsACountWhenTheTotalIsUnknown() {
        try (Progress progress = progress(true, 0)) {
            clock.addAndGet(Duration.ofSeconds(65).toNanos());
            progress.update(5);
        }
        assertThat(shown()).contains("frames 5, 1:05");
    }

    @Test
    void showsNothingInAPipe() {
        try (Progress progress = progress(false, 10)) {
            clock.addAndGet(Duration.ofSeconds(5).toNanos());
            progress.update(5);
        }
        assertThat(shown()).isEmpty();
    }

    private Progress progress(boolean terminal, long total) {
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new Progress("frames", total, stream, terminal, clock::get);
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
