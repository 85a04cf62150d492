package io.vidette.deploy.node;

import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The directory where a node keeps what must outlive it, for one process at a time. The operating system lets go of the
 * lock when the process ends, however it ends.
 */
public final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final String nodeId;

    private DataDirectory(Path path, FileChannel channel, String nodeId) {
        this.path = path;
        this.channel = channel;
        this.nodeId = nodeId;
    }

    /**
     * Takes the directory, and makes it where there is none.
     *
     * @throws UserError when it cannot be written, or naming the process that holds it
     */
    public static DataDirectory lock(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new UserError("the data directory " + path + " is used by " + holder(path)
                        + "; stop it, or give this one another directory with --data");
            }
            Files.writeString(
                    path.resolve("pid"), Long.toString(ProcessHandle.current().pid()));
            return new DataDirectory(path, channel, nodeId(path.resolve("node.id")));
        } catch (IOException e) {
            throw new UserError(
                    "cannot use the data directory " + path + " (" + FileFault.inWords(e)
                            + "); check its permissions or set --data",
                    e);
        }
    }

    /** The directory itself. */
    public Path path() {
        return path;
    }

    /** Names this node for as long as its directory lives, such as {@code node-3f2a91c4}. */
    public String nodeId() {
        return nodeId;
    }

    /** Where the embedded broker keeps its logs. */
    public Path kafka() {
        return path.resolve("kafka");
    }

    /** Where Kafka Streams keeps its state. */
    public Path streams() {
        return path.resolve("streams");
    }

    /** Where imported weights and serving forms are kept; may be deleted while no node runs. */
    public Path models() {
        return models(path);
    }

    /** Returns the same directory for a command, which does not hold the lock. */
    public static Path models(Path data) {
        return data.resolve("models");
    }

    /** Where the passwords of cameras are kept; readable without holding the lock. */
    public static Path secrets(Path data) {
        return data.resolve("secrets.properties");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot let go of " + path, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) { // held by this very process
            return null;
        }
    }

    private static String holder(Path path) {
        try {
            long pid = Long.parseLong(Files.readString(path.resolve("pid")).strip());
            return "process " + pid;
        } catch (IOException | NumberFormatException e) {
            return "another process";
        }
    }

    private static String nodeId(Path file) throws IOException {
        if (Files.exists(file)) {
            String id = Files.readString(file).strip();
            if (!id.isEmpty()) {
                return id;
            }
        }
        String id = "node-" + UUID.randomUUID().toString().substring(0, 8);
        Files.writeString(file, id + "\n");
        return id;
    }
}
