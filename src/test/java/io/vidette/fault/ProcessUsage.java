package io.vidette.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process holds, as Linux tells under {@code /proc}.
 *
 * @param residentMegabytes memory that is really there
 * @param descriptors open files and sockets
 */
record ProcessUsage(long residentMegabytes, long descriptors, long threads) {
    /** Of a process that runs. */
    static ProcessUsage of(long pid) {
        Path proc = Path.of("/proc", Long.toString(pid));
        try (Stream<Path> open = Files.list(proc.resolve("fd"))) {
            String status = Files.readString(proc.resolve("status"));
            return new ProcessUsage(field(status, "VmRSS") / 1024, open.count(), field(status, "Threads"));
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " does not tell what it holds", e);
        }
    }

    private static long field(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
