package io.vidette.deploy.cli.output;

import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a command writes a file. */
public final class OutputFile {
    private OutputFile() {}

    /**
     * Looks before anything is read.
     *
     * @param force whether another file may be written over
     * @throws UserError when it exists, is no file, or is what is read
     */
    public static void check(Path output, Path input, boolean force) {
        if (Files.isRegularFile(output) && isSame(output, input)) {
            throw new UserError("'" + output + "' is the file that is read; name another with --output");
        }
        check(output, force);
    }

    /**
     * The same, where no file is read.
     *
     * @throws UserError when it exists or is no file
     */
    public static void check(Path output, boolean force) {
        if (!Files.exists(output)) {
            return;
        }
        if (!Files.isRegularFile(output)) {
            throw new UserError("'" + output + "' is not a file; name one with --output");
        }
        if (!force) {
            throw new UserError("'" + output + "' exists; name another with --output, or write over it with --force");
        }
    }

    /**
     * Whether a file can be made there, for a command that makes no folders.
     *
     * @throws UserError when its folder is not there, is none, or may not be written to, or the file itself may not
     */
    public static void checkFolder(Path output) {
        @Nullable Path folder = output.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new UserError(
                    "there is no folder '" + folder + "' for '" + output + "'; make it, or name another with --output");
        }
        Path written = Files.exists(output) ? output : folder;
        if (!Files.isWritable(written)) {
            throw new UserError("'" + written + "' may not be written to; name another place with --output");
        }
    }

    private static boolean isSame(Path output, Path input) {
        try {
            return Files.exists(input) && Files.isSameFile(output, input);
        } catch (IOException e) {
            throw new UserError("'" + output + "' cannot be read: " + FileFault.inWords(e) + "; check --output", e);
        }
    }
}
