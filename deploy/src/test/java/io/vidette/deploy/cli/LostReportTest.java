package io.vidette.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class LostReportTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);

    @Test
    void failsWhenStdoutIsFull() {
        PrintStream full = new PrintStream(new FullDisk(), true, StandardCharsets.UTF_8);
        full.println("{}");

        assertThat(Vidette.withReport(0, full, err)).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .startsWith("vidette: ")
                .contains("stdout");
    }

    @Test
    void keepsTheExitCodeOfAnotherFailure() {
        PrintStream full = new PrintStream(new FullDisk(), true, StandardCharsets.UTF_8);
        full.println("{}");

        assertThat(Vidette.withReport(2, full, err)).isEqualTo(2);
        assertThat(Vidette.withReport(0, err, err)).isZero();
        assertThat(said.size()).isZero();
    }

    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("No space left on device");
        }
    }
}
