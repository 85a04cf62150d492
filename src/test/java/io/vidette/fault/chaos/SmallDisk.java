package io.vidette.fault.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file system of its own in memory, which can be filled to the last byte. Only root may mount one. */
final class SmallDisk implements AutoCloseable {
    /** An hour of the broker's logs, and RAM while it is full. */
    private static final String SIZE = "1536m";

    private final Path directory;
    private final Path ballast;

    private SmallDisk(Path directory) {
        this.directory = directory;
        this.ballast = directory.resolve("ballast");
    }

    /** Mounts it, where that is allowed. */
    static Optional<SmallDisk> mount(Path directory) {
        try {
            Files.createDirectories(directory);
            return run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", directory.toString())
                    ? Optional.of(new SmallDisk(directory))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    Path directory() {
        return directory;
    }

    /** Leaves no byte. */
    void fill() {
        try (FileChannel file = FileChannel.open(
                ballast, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            for (int size = 1 << 20; size >= 1; size /= 16) {
                try {
                    while (file.write(ByteBuffer.allocate(size)) > 0) {}
                } catch (IOException e) {
                    // Full, for pieces of this size.
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void empty() {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            // Lazily: what was killed a moment ago may still hold files.
            if (!run("umount", "--lazy", directory.toString())) {
                System.err.println("cannot unmount " + directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
