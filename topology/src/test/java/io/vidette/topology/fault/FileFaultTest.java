package io.vidette.topology.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFaultTest {
    @Test
    void describesTheFaultWithoutThePath(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(fault(() -> Files.readString(directory.resolve("missing")))).isEqualTo("no such file or folder");
        assertThat(fault(() -> Files.writeString(directory.resolve("missing/file"), "")))
                .isEqualTo("no such file or folder");
        assertThat(fault(() -> Files.createDirectory(file))).isEqualTo("a file of this name is there already");
        assertThat(fault(() -> Files.readString(directory))).isEqualTo("Is a directory");
        assertThat(fault(() -> Files.createFile(file.resolve("below")))).isEqualTo("Not a directory");
        assertThat(FileFault.inWords(new AccessDeniedException("/f"))).isEqualTo("permission denied");
        assertThat(FileFault.inWords(new FileSystemException("/f", null, "No space left on device")))
                .isEqualTo("No space left on device");
        assertThat(FileFault.inWords(new MalformedInputException(1))).isEqualTo("not a text in UTF-8");
        assertThat(FileFault.inWords(new EOFException())).isEqualTo("EOFException");
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private static String fault(Attempt attempt) {
        try {
            attempt.run();
        } catch (IOException e) {
            return FileFault.inWords(e);
        }
        throw new AssertionError("nothing was wrong");
    }
}
