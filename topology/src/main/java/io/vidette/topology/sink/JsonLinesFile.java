package io.vidette.topology.sink;

import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JSON Lines file that contains every record once. Its {@link FilePosition} beside it is replaced atomically after
 * the lines are on disk. What a crash left after the recorded length is truncated on opening and read from the
 * topic again. For one process at a time.
 */
public final class JsonLinesFile implements LineTarget {
    private static final Logger LOG = LoggerFactory.getLogger(JsonLinesFile.class);

    private final Path file;
    private final Path beside;
    private final FileChannel channel;
    private final LineSource source;
    private final Map<Integer, Long> positions = new TreeMap<>();

    private JsonLinesFile(Path file, FileChannel channel, LineSource source) {
        this.file = file;
        this.beside = FilePosition.beside(file);
        this.channel = channel;
        this.source = source;
    }

    /**
     * Opens the file; creates it if it does not exist.
     *
     * @param source that is read
     * @throws UserError when it cannot be written, is open elsewhere, or holds something else
     */
    public static JsonLinesFile open(Path file, LineSource source) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            JsonLinesFile lines = new JsonLinesFile(file, channel, source);
            try {
                lines.lock();
                lines.recover();
                return lines;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UserError("cannot open '" + file + "' for writing: " + reason(file, e) + "; check --out", e);
        }
    }

    private void lock() throws IOException {
        boolean locked;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) { // held by this very process
            locked = false;
        }
        if (!locked) {
            throw new UserError(
                    "'" + file + "' is written by another process; stop it, or name another file with --out");
        }
    }

    private void recover() throws IOException {
        Optional<FilePosition> before = FilePosition.read(beside);
        long size = channel.size();
        if (before.isEmpty()) {
            // If it were treated as a new file, it could contain every record twice.
            if (size > 0) {
                throw new UserError("'" + file + "' holds something already and there is no " + beside
                        + " that says how far it reaches; move it away, or name another file with --out");
            }
        } else {
            FilePosition known = before.get();
            check(known);
            positions.putAll(known.offsets());
            if (size < known.length()) {
                LOG.warn("{} is shorter than its recorded length; continuing from the recorded offsets", file);
                cut(wholeLines(size), size, "are not a whole line and are dropped");
            } else {
                cut(known.length(), size, "were not finished and are written again");
            }
        }
        record();
    }

    private void check(FilePosition known) {
        String other;
        if (!known.topic().equals(source.topic())) {
            other = "";
        } else if (!known.cluster().equals(source.cluster())) {
            other = " of another Kafka cluster";
        } else if (known.topicId().isPresent() && !known.topicId().get().equals(source.topicId())) {
            other = " before it was deleted and recreated";
        } else {
            return;
        }
        throw new UserError("'" + file + "' holds records of the topic '" + known.topic() + "'" + other
                + "; name another file with --out, or move this one and " + beside + " away");
    }

    private void cut(long length, long size, String fate) throws IOException {
        if (length < size) {
            LOG.info("{}: the last {} bytes {}", file, size - length, fate);
            channel.truncate(length);
        }
    }

    /** How much of the file is whole lines. */
    private long wholeLines(long size) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(8192);
        long end = size;
        while (end > 0) {
            long from = Math.max(0, end - block.capacity());
            block.clear().limit((int) (end - from));
            while (block.hasRemaining() && channel.read(block, from + block.position()) >= 0) {}
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return from + i + 1;
                }
            }
            end = from;
        }
        return 0;
    }

    /** The file's name, as it was given. */
    @Override
    public String toString() {
        return file.toString();
    }

    @Override
    public Map<Integer, Long> positions() {
        return Map.copyOf(positions);
    }

    @Override
    public void keep(byte[] lines, Map<Integer, Long> reached) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(lines);
            while (bytes.hasRemaining()) {
                // At the current end: another program may have truncated the file since.
                channel.write(bytes, channel.size());
            }
            positions.putAll(reached);
            record();
        } catch (IOException e) {
            throw new UserError(
                    "cannot write '" + file + "': " + reason(file, e)
                            + "; fix this and run the same command again: no line is lost or duplicated",
                    e);
        }
    }

    private void record() throws IOException {
        channel.force(true);
        new FilePosition(source.cluster(), source.topic(), Optional.of(source.topicId()), channel.size(), positions)
                .write(beside);
    }

    private static String reason(Path file, IOException e) {
        Path directory = file.toAbsolutePath().getParent();
        return directory != null && !Files.exists(directory)
                ? "there is no directory '" + directory + "'"
                : FileFault.inWords(e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("cannot close {}: {}", file, e.getMessage());
        }
    }
}
