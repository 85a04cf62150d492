package io.vidette.detector.torch;

import io.vidette.topology.fault.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PyTorch with CUDA that the user installed.
 *
 * @param folder that holds {@code libtorch.so} and {@code libtorch_cuda.so}
 */
public record Libtorch(Path folder) {
    /** The engine's own interface fits this version alone. */
    static final String VERSION = "2.7.1";

    private static final List<String> LIBRARIES = List.of("libtorch.so", "libtorch_cuda.so");
    /** Where PyTorch's packages say their version: that of Python, and the archive for C++. */
    private static final List<String> VERSION_FILES = List.of("../version.py", "../build-version");

    private static final Pattern NUMBER = Pattern.compile("\\d+\\.\\d+\\.\\d+");

    /**
     * Checks a folder, or the {@code lib} folder in it.
     *
     * @throws NoCudaException when it holds none, or one of another version
     */
    public static Libtorch in(Path folder) throws NoCudaException {
        Path within = folder.resolve("lib");
        Path lib = (Files.exists(within.resolve(LIBRARIES.get(0))) ? within : folder).toAbsolutePath();
        for (String library : LIBRARIES) {
            if (!Files.isRegularFile(lib.resolve(library))) {
                throw new NoCudaException("model.libtorch '" + folder + "' has no " + library
                        + "; name the lib folder of a PyTorch " + VERSION + " with CUDA (docs/gpu.md)");
            }
        }
        for (String file : VERSION_FILES) {
            checkVersion(folder, lib.resolve(file));
        }
        return new Libtorch(lib);
    }

    private static void checkVersion(Path folder, Path file) throws NoCudaException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try {
            Matcher number = NUMBER.matcher(Files.readString(file));
            if (number.find() && !number.group().equals(VERSION)) {
                throw new NoCudaException("model.libtorch '" + folder + "' is PyTorch " + number.group()
                        + ", but Vidette needs " + VERSION + " (docs/gpu.md)");
            }
        } catch (IOException e) {
            throw new NoCudaException("model.libtorch '" + folder + "' cannot be read: " + FileFault.inWords(e), e);
        }
    }
}
