package io.vidette.topology.sink;

import io.vidette.topology.lifecycle.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of JSON lines that holds every record once. Beside it stands its {@link FilePosition}, replaced in one step after
 * the lines are on disk; what a crash left behind the recorded length is cut off when the file is opened, and read from the
 * topic again. For one process at a time.
 */
public final class JsonLinesFile implements LineTarget {
    private static final Logger LOG = LoggerFactory.getLogger(JsonLinesFile.class);

    private final Path file;
    private final Path beside;
    private final FileChannel channel;
    private final String cluster;
    private final String topic;
    private final Map<Integer, Long> positions = new TreeMap<>();

    private JsonLinesFile(Path file, FileChannel channel, String cluster, String topic) {
        this.file = file;
        this.beside = FilePosition.beside(file);
        this.channel = channel;
        this.cluster = cluster;
        this.topic = topic;
    }

    /**
     * Opens it, and makes it where there is none.
     *
     * @param cluster the id of the cluster that is read
     * @throws UserError when it cannot be written, is open elsewhere, or holds something else
     */
    public static JsonLinesFile open(Path file, String cluster, String topic) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            JsonLinesFile lines = new JsonLinesFile(file, channel, cluster, topic);
            try {
                lines.lock();
                lines.recover();
                return lines;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UserError("cannot open '" + file + "' for writing: " + reason(e) + "; check --out", e);
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
            if (wholeLines(size) != size) {
                throw new UserError("'" + file + "' ends within a line and there is no " + beside
                        + " that says where it came from; name another file with --out");
            }
        } else {
            FilePosition known = before.get();
            check(known);
            positions.putAll(known.offsets());
            if (size < known.length()) {
                LOG.warn("{} is shorter than when it was written; going on behind what was written then", file);
                cut(wholeLines(size), size);
            } else {
                cut(known.length(), size);
            }
        }
        record();
    }

    private void check(FilePosition known) {
        if (!known.topic().equals(topic) || !known.cluster().equals(cluster)) {
            throw new UserError("'" + file + "' holds records of the topic '" + known.topic() + "'"
                    + (known.topic().equals(topic) ? " of another Kafka cluster" : "")
                    + "; name another file with --out, or delete " + beside + " to append to this one");
        }
    }

    private void cut(long length, long size) throws IOException {
        if (length < size) {
            LOG.info("{}: the last {} bytes were not finished and are written again", file, size - length);
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

    @Override
    public Map<Integer, Long> positions() {
        return Map.copyOf(positions);
    }

    @Override
    public void keep(byte[] lines, Map<Integer, Long> reached) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(lines);
            while (bytes.hasRemaining()) {
                // At the end as it is now: another program may have emptied the file since.
                channel.write(bytes, channel.size());
            }
            positions.putAll(reached);
            record();
        } catch (IOException e) {
            throw new UserError(
                    "cannot write '" + file + "': " + reason(e)
                            + "; once that is mended, run the same again: no line is lost or doubled",
                    e);
        }
    }

    private void record() throws IOException {
        channel.force(true);
        new FilePosition(cluster, topic, channel.size(), positions).write(beside);
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException system) {
            return system.getReason() == null ? e.getClass().getSimpleName() : system.getReason();
        }
        return String.valueOf(e.getMessage());
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
