package io.vidette.deploy.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
    @TempDir
    private Path parent;

    @Test
    void refusesASecondHolderWhileItIsLocked() {
        Path path = parent.resolve("data");
        try (DataDirectory held = DataDirectory.lock(path)) {
            assertThatThrownBy(() -> DataDirectory.lock(held.path()))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--data");
        }
        DataDirectory.lock(path).close();
    }

    @Test
    void keepsTheNodeNameAcrossProcesses() {
        String first;
        try (DataDirectory data = DataDirectory.lock(parent)) {
            first = data.nodeId();
        }
        try (DataDirectory data = DataDirectory.lock(parent)) {
            assertThat(data.nodeId()).isEqualTo(first).startsWith("node-");
        }
    }

    @Test
    void namesADirectoryThatCannotBeCreated() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");

        assertThatThrownBy(() -> DataDirectory.lock(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(file.toString());
    }
}
