package io.vidette.deploy.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.lifecycle.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputFileTest {
    @TempDir
    private Path folder;

    @Test
    void neverIsTheInputNorAnythingThatIsNoFile() throws IOException {
        Path input = Files.writeString(folder.resolve("in.pt"), "in");
        Path link = Files.createSymbolicLink(folder.resolve("link.pt"), input);

        for (Path output : new Path[] {input, link, folder, Path.of("/dev/null")}) {
            assertThatThrownBy(() -> OutputFile.check(output, input, true))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(output.toString())
                    .hasMessageContaining("--output");
        }
    }

    @Test
    void isWrittenOverOnlyWhereAskedTo() throws IOException {
        Path input = Files.writeString(folder.resolve("in.pt"), "in");
        Path output = Files.writeString(folder.resolve("out.pt"), "out");

        assertThatThrownBy(() -> OutputFile.check(output, input, false)).hasMessageContaining("--force");
        assertThatCode(() -> OutputFile.check(output, input, true)).doesNotThrowAnyException();
        assertThatCode(() -> OutputFile.check(folder.resolve("new.pt"), input, false))
                .doesNotThrowAnyException();
    }
}
