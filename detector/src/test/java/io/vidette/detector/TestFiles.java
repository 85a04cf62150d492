package io.vidette.detector;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real weights and pictures, which are not part of the project: tests without them are skipped aloud. */
public final class TestFiles {
    private TestFiles() {}

    /** A file below {@code -Dvidette.data}. */
    public static Path find(String name) {
        Path file = Path.of(System.getProperty("vidette.data", "no-vidette.data-given"), name);
        boolean there = Files.exists(file);
        if (!there) {
            System.err.println(
                    "SKIPPED: there is no " + file + "; give the folder of test data with -Dvidette.data=DIR");
        }
        Assumptions.assumeTrue(there, () -> "no " + file + "; give the folder of test data with -Dvidette.data=DIR");
        return file;
    }
}
