package io.vidette.topology.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JsonLinesFileTest {
    @TempDir
    private Path folder;

    private Path file = Path.of("lines");

    @BeforeEach
    void writeLinesWithTheirPositions() {
        file = folder.resolve("lines");
        try (JsonLinesFile lines = open()) {
            lines.keep(bytes("1\n2\n"), Map.of(0, 2L, 1, 7L));
            lines.keep(bytes("3\n"), Map.of(0, 3L));
        }
    }

    @Test
    void truncatesAnIncompleteWrite() throws IOException {
        Files.writeString(file, "4\n5", StandardOpenOption.APPEND);

        try (JsonLinesFile lines = open()) {
            assertThat(lines.positions()).isEqualTo(Map.of(0, 3L, 1, 7L));
            lines.keep(bytes("4\n"), Map.of(0, 4L));
        }

        assertThat(file).content().isEqualTo("1\n2\n3\n4\n");
    }

    /** In the other order a crash in between would lose the lines: nobody reads them again. */
    @Test
    void writesLinesBeforeTheirPosition() throws IOException {
        Path obstacle = folder.resolve("lines.position.new");
        try (JsonLinesFile lines = open()) {
            Files.createDirectory(obstacle);
            assertThatThrownBy(() -> lines.keep(bytes("4\n"), Map.of(0, 4L)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("no line is lost or duplicated");
        }
        assertThat(file).content().isEqualTo("1\n2\n3\n4\n");

        Files.delete(obstacle);
        try (JsonLinesFile lines = open()) {
            assertThat(lines.positions()).isEqualTo(Map.of(0, 3L, 1, 7L));
            assertThat(file).content().isEqualTo("1\n2\n3\n");
            lines.keep(bytes("4\n"), Map.of(0, 4L));
        }
        assertThat(file).content().isEqualTo("1\n2\n3\n4\n");
    }

    @Test
    void continuesInAFileThatWasMovedOrEmptied() throws IOException {
        Files.delete(file);
        try (JsonLinesFile lines = open()) {
            assertThat(lines.positions()).isEqualTo(Map.of(0, 3L, 1, 7L));
            lines.keep(bytes("4\n"), Map.of(0, 4L));
            Files.writeString(file, "");
            lines.keep(bytes("5\n"), Map.of(0, 5L));
        }
        try (JsonLinesFile lines = open()) {
            assertThat(lines.positions()).containsEntry(0, 5L);
        }

        assertThat(file).content().isEqualTo("5\n");
    }

    @Test
    void namesAnUnreadablePositionFile() throws IOException {
        Files.writeString(folder.resolve("lines.position"), "{\"length\":");

        assertThatThrownBy(this::open)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("lines.position")
                .hasMessageContaining("move both away");
    }

    /** Offsets of the topic of before would leave out what lies before them on the one of now. */
    @Test
    void refusesARecreatedTopic() {
        assertThatThrownBy(() -> open(file, "another"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("of the topic 'topic' before it was deleted and recreated")
                .hasMessageContaining("name another file with --out");
        assertThat(file).content().isEqualTo("1\n2\n3\n");
    }

    @Test
    void upgradesThePositionOfAnOlderVersion() throws IOException {
        Path beside = folder.resolve("lines.position");
        String written = Files.readString(beside);
        assertThat(written).contains("\"topicId\":\"id\"");
        Files.writeString(beside, written.replace("\"topicId\":\"id\",", ""));

        try (JsonLinesFile lines = open()) {
            assertThat(lines.positions()).isEqualTo(Map.of(0, 3L, 1, 7L));
        }

        assertThat(beside).content().contains("\"topicId\":\"id\"");
    }

    /** It could get every record once more. */
    @Test
    void refusesANonEmptyFileWithoutItsPosition() throws IOException {
        Files.delete(folder.resolve("lines.position"));

        assertThatThrownBy(this::open)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("holds something already")
                .hasMessageContaining("move it away");
        assertThat(folder.resolve("lines.position")).doesNotExist();
    }

    @Test
    void explainsWhyAFileCannotBeOpened() {
        assertThatThrownBy(() -> open(folder.resolve("nowhere").resolve("lines"), "id"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("there is no directory '" + folder.resolve("nowhere") + "'");
    }

    private JsonLinesFile open() {
        return open(file, "id");
    }

    private static JsonLinesFile open(Path path, String topicId) {
        return JsonLinesFile.open(path, new LineSource("cluster", "topic", topicId));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
