package io.vidette.deploy.cli.output;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputFileTest {
    @TempDir
    private Path folder;

    @Test
    void refusesTheInputAndAnythingButAFile() throws IOException {
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
    void refusesAMissingFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        for (Path output : new Path[] {folder.resolve("none/sheet.png"), file.resolve("sheet.png")}) {
            assertThatThrownBy(() -> OutputFile.checkFolder(output))
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith("there is no folder '" + output.getParent() + "'");
        }
        assertThatCode(() -> OutputFile.checkFolder(folder.resolve("sheet.png")))
                .doesNotThrowAnyException();
        assertThatCode(() -> OutputFile.checkFolder(Path.of("sheet.png"))).doesNotThrowAnyException();
    }

    @Test
    void refusesAFolderThatIsNotWritable() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"), PosixFilePermissions.asFileAttribute(Set.of()));
        assumeFalse(Files.isWritable(closed), "run by a user who may write everywhere");

        assertThatThrownBy(() -> OutputFile.checkFolder(closed.resolve("sheet.png")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'" + closed + "' may not be written to");
    }

    @Test
    void overwritesAFileOnlyWhenForced() throws IOException {
        Path input = Files.writeString(folder.resolve("in.pt"), "in");
        Path output = Files.writeString(folder.resolve("out.pt"), "out");

        assertThatThrownBy(() -> OutputFile.check(output, input, false)).hasMessageContaining("--force");
        assertThatCode(() -> OutputFile.check(output, input, true)).doesNotThrowAnyException();
        assertThatCode(() -> OutputFile.check(folder.resolve("new.pt"), input, false))
                .doesNotThrowAnyException();
    }
}
