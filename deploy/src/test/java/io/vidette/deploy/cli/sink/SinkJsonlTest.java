package io.vidette.deploy.cli.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.deploy.cli.Vidette;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class SinkJsonlTest {
    @TempDir
    private Path folder;

    /** Said before Kafka is asked for anything. */
    @Test
    void namesTheOptionWithoutAFile() {
        StringWriter err = new StringWriter();
        CommandLine command = new Vidette(Map.of(), folder).commandLine();
        command.setErr(new PrintWriter(err));

        assertThat(command.execute("sink", "jsonl", "--out", "")).isEqualTo(2);
        assertThat(err.toString()).contains("--out names no file");
    }
}
