package io.vidette.deploy.app.model;

import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds the pictures that a source means: a file, a folder, or a pattern of names in a folder. */
public final class Pictures {
    private Pictures() {}

    /**
     * The pictures in the order of their names.
     *
     * @throws UserError when there is none
     */
    public static List<Path> of(String source) {
        List<Path> pictures = find(source);
        if (pictures.isEmpty()) {
            throw new UserError("source '" + source + "': no .jpg or .jpeg there; check the path");
        }
        return pictures;
    }

    /** Reads one. */
    public static byte[] read(Path picture) {
        try {
            return Files.readAllBytes(picture);
        } catch (IOException e) {
            throw new UserError("picture '" + picture + "' cannot be read: " + FileFault.inWords(e), e);
        }
    }

    private static List<Path> find(String source) {
        if (!source.contains("*") && !source.contains("?")) {
            Path path = Path.of(source);
            return Files.isDirectory(path) ? list(path, "*") : Files.isRegularFile(path) ? List.of(path) : List.of();
        }
        int slash = source.lastIndexOf('/');
        return list(Path.of(slash < 0 ? "." : source.substring(0, slash + 1)), source.substring(slash + 1));
    }

    private static List<Path> list(Path folder, String pattern) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> matcher.matches(file.getFileName()) && isJpeg(file) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean isJpeg(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jpg") || name.endsWith(".jpeg");
    }
}
