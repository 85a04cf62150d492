package io.vidette.deploy.cli.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.deploy.cli.Vidette;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class CameraAddTest {
    @TempDir
    private Path folder;

    /** Said before Kafka is asked for anything. */
    @ParameterizedTest
    @CsvSource({
        "--still-fps, 0.2, --still-fps does nothing without --motion",
        "--motion-area, 0.1, --motion-area does nothing without --motion",
        "--motion-hold, 9s, --motion-hold does nothing without --motion",
        "--max-age, 500ms, --max-age does nothing without --admission newest"
    })
    void namesAnOptionWithoutEffect(String option, String value, String words) {
        StringWriter err = new StringWriter();
        CommandLine command = new Vidette(Map.of(), folder).commandLine();
        command.setErr(new PrintWriter(err));

        assertThat(command.execute("camera", "add", "gate", "synthetic:", option, value))
                .isEqualTo(2);
        assertThat(err.toString()).contains(words);
    }
}
