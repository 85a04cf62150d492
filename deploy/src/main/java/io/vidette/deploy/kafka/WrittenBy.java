package io.vidette.deploy.kafka;

import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * The version of Kafka that formatted a data directory, in the file {@code kafka.version}. A broker cannot read what a
 * newer one wrote, and Kafka says so by ending the process with a stack trace.
 */
final class WrittenBy {
    private static final String FILE = "kafka.version";
    private static final Pattern VERSION = Pattern.compile("\\d{1,4}\\.\\d{1,4}(\\..*)?");

    private WrittenBy() {}

    /** Notes this process's version. */
    static void note(Path directory) throws IOException {
        Files.writeString(directory.resolve(FILE), AppInfoParser.getVersion());
    }

    /**
     * Compares major and minor version.
     *
     * @throws UserError when the directory is of a newer one, or does not say
     */
    static void check(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            String written = Files.exists(file) ? Files.readString(file).strip() : "unknown";
            String ours = AppInfoParser.getVersion();
            if (!VERSION.matcher(written).matches() || Arrays.compare(parts(written), parts(ours)) > 0) {
                throw new UserError("Kafka's data in " + directory + " are of version '" + written + "'"
                        + ", which this Kafka, " + ours + ", may not read; move them away, or set --data");
            }
        } catch (IOException e) {
            throw new UserError(
                    "cannot read " + file + " (" + FileFault.inWords(e) + "); move Kafka's data away, or set --data",
                    e);
        }
    }

    private static int[] parts(String version) {
        return Arrays.stream(version.split("\\.", -1))
                .limit(2)
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
