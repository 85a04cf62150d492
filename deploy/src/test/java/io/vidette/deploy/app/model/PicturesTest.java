package io.vidette.deploy.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PicturesTest {
    @TempDir
    private Path directory;

    @Test
    void findsFilesFoldersAndPatternsInNameOrder() throws IOException {
        Path b = Files.createFile(directory.resolve("b.jpg"));
        Path a = Files.createFile(directory.resolve("a.JPEG"));
        Files.createFile(directory.resolve("notes.txt"));

        assertThat(Pictures.of(b.toString())).containsExactly(b);
        assertThat(Pictures.of(directory.toString())).containsExactly(a, b);
        assertThat(Pictures.of(directory + "/b*")).containsExactly(b);
        assertThatThrownBy(() -> Pictures.of(directory + "/c*")).isInstanceOf(UserError.class);
    }

    @Test
    void numbersTheFoldersOfRuns() {
        assertThat(NumberedFolder.create(directory, "exp")).isEqualTo(directory.resolve("exp"));
        assertThat(NumberedFolder.create(directory, "exp")).isEqualTo(directory.resolve("exp2"));
        assertThat(NumberedFolder.create(directory, "exp")).isEqualTo(directory.resolve("exp3"));
    }

    @Test
    void namesTheOptionOfAFolderThatCannotBeCreated() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> NumberedFolder.create(file, "exp"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(file.toString())
                .hasMessageEndingWith("set --project");
    }
}
