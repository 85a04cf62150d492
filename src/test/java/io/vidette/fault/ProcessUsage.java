package io.vidette.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process holds, as Linux tells under {@code /proc}.
 *
 * @param residentMegabytes memory that is really there
 * @param descriptors open sockets and files, without the segments of the broker's logs: these grow with the frames that
 *     are kept, until retention deletes some
 */
record ProcessUsage(long residentMegabytes, long descriptors, long threads) {
    private static final Pattern SEGMENT = Pattern.compile("/\\d{20}\\.(log|index|timeindex|txnindex|snapshot)");

    /**
     * Of a JVM that runs, after a full collection: garbage that waits for one is no leak, and would hide one.
     *
     * @throws UncheckedIOException when it has ended
     */
    static ProcessUsage collected(long pid) {
        collect(pid);
        Path proc = Path.of("/proc", Long.toString(pid));
        try (Stream<Path> open = Files.list(proc.resolve("fd"))) {
            String status = Files.readString(proc.resolve("status"));
            long descriptors = open.filter(file -> !isLogSegment(file)).count();
            return new ProcessUsage(field(status, "VmRSS") / 1024, descriptors, field(status, "Threads"));
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " does not tell what it holds", e);
        }
    }

    private static boolean isLogSegment(Path descriptor) {
        try {
            return SEGMENT.matcher(Files.readSymbolicLink(descriptor).toString())
                    .find();
        } catch (IOException e) {
            // Closed since it was listed.
            return true;
        }
    }

    private static void collect(long pid) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException("jcmd ended with " + process.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " was not told to collect garbage", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
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
