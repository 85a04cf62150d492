package io.vidette.trainer.report;

import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder of a run's files: a given one, the next free number in a folder of runs, or none.
 *
 * @param path made already
 */
public record RunFolder(Optional<Path> path) {
    /** For a run that writes nothing. */
    public static RunFolder none() {
        return new RunFolder(Optional.empty());
    }

    /**
     * Makes it.
     *
     * @param named used as it is, and overwritten if it exists
     * @param runs else the folder in which 1, 2, 3 are made
     * @throws UserError when that cannot be done
     */
    public static RunFolder of(Optional<Path> named, Path runs) {
        Path folder = named.orElse(runs);
        try {
            Files.createDirectories(folder);
            return new RunFolder(Optional.of(named.isPresent() ? folder : next(runs)));
        } catch (IOException e) {
            throw new UserError(
                    "cannot make the folder " + folder + " (" + FileFault.inWords(e) + "); name another with --out", e);
        }
    }

    /** Two runs that start at once get two numbers. */
    private static Path next(Path runs) throws IOException {
        for (int i = 1; ; i++) {
            try {
                return Files.createDirectory(runs.resolve(Integer.toString(i)));
            } catch (FileAlreadyExistsException e) {
                // The next number.
            }
        }
    }

    /** Writes a text file, if there is a folder. */
    public void write(String name, String text) {
        path.ifPresent(folder -> {
            try {
                Files.writeString(folder.resolve(name), text);
            } catch (IOException e) {
                throw new UserError(
                        "cannot write " + folder.resolve(name) + " (" + FileFault.inWords(e) + "); check the disk", e);
            }
        });
    }
}
