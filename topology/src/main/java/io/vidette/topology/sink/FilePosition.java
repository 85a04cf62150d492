package io.vidette.topology.sink;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.serde.JsonSerde;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;

/**
 * The position of a JSON Lines file in its topic, stored in a second file beside it.
 *
 * @param cluster that the lines came from
 * @param topic that they came from
 * @param topicId id of that topic, which differs after the topic is recreated; absent if an older version wrote it
 * @param length of the file in bytes; anything after it is incomplete
 * @param offsets offset after the last record of each partition that was written or filtered out
 */
record FilePosition(String cluster, String topic, Optional<String> topicId, long length, Map<Integer, Long> offsets) {
    static final String SCHEMA = "vidette.sink-position/1";

    private static final JsonSerde<FilePosition> SERDE = new JsonSerde<>(FilePosition.class, SCHEMA);

    FilePosition {
        offsets = Map.copyOf(offsets);
        if (length < 0) {
            throw new IllegalArgumentException("length " + length + " is negative");
        }
    }

    @JsonProperty(value = "schema", access = JsonProperty.Access.READ_ONLY)
    String schema() {
        return SCHEMA;
    }

    /** The file that holds the position of another. */
    static Path beside(Path file) {
        return Path.of(file + ".position");
    }

    /** Reads it, if it is there. */
    static Optional<FilePosition> read(Path path) {
        try {
            return Optional.ofNullable(SERDE.deserialize(path.toString(), Files.readAllBytes(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | SerializationException e) {
            throw new UserError(
                    "cannot read " + path + " (" + e.getMessage() + "), which says how far its file reaches;"
                            + " move both away and start with --from earliest to read everything again",
                    e);
        }
    }

    /** Writes a temporary file and renames it; the data is on disk when this returns. */
    void write(Path path) throws IOException {
        Path aside = Path.of(path + ".new");
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(Objects.requireNonNull(SERDE.serialize(path.toString(), this)));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // Flushes the rename: the group's offsets, committed next, must not be ahead of it after a power failure.
        try (FileChannel folder =
                FileChannel.open(Objects.requireNonNull(path.toAbsolutePath().getParent()), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
