package io.vidette.trainer.dataset;

import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the pictures of a split: in a folder and those below it, or by a list file with a path on each line. */
final class ImageFiles {
    /** File endings that YOLOv5 reads; pictures that cannot be decoded here are reported later. */
    private static final Set<String> EXTENSIONS =
            Set.of("jpg", "jpeg", "png", "bmp", "tif", "tiff", "webp", "mpo", "dng", "pfm");

    private static final long MAX_LIST_BYTES = 1 << 30;

    private final Path root;
    private final List<LabelProblem> problems;
    private final Set<Path> found = new LinkedHashSet<>();

    private ImageFiles(Path root, List<LabelProblem> problems) {
        this.root = root;
        this.problems = problems;
    }

    /**
     * The pictures of all places, each once, folders in the order of the names.
     *
     * @param root against which paths of a list file may be resolved
     * @param problems to which pictures are added that are listed and not there, or listed twice, and what is no file
     */
    static List<Path> of(List<Path> places, Path root, List<LabelProblem> problems) {
        ImageFiles files = new ImageFiles(root, problems);
        places.forEach(files::addPlace);
        return List.copyOf(files.found);
    }

    private void addPlace(Path place) {
        try {
            if (Files.isDirectory(place)) {
                // Links are followed, because data sets are often made of them; a link to a parent folder is an error.
                try (Stream<Path> below = Files.walk(place, FileVisitOption.FOLLOW_LINKS)) {
                    below.sorted().forEach(this::addFound);
                }
            } else if (Files.isRegularFile(place)) {
                addListed(place);
            } else {
                throw new UserError("data set: there is no folder or list of pictures " + place
                        + "; check 'path' and the split in the data.yaml");
            }
        } catch (IOException | UncheckedIOException e) {
            throw new UserError("data set: " + place + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void addFound(Path file) {
        if (Files.isRegularFile(file)) {
            if (isImage(file)) {
                found.add(file);
            }
        } else if (!Files.isDirectory(file)) {
            String reason = Files.exists(file) ? "is not a file; left out" : "is a broken link; left out";
            problems.add(LabelProblem.of(file, LabelFault.NO_IMAGE, reason));
        }
    }

    private void addListed(Path list) throws IOException {
        if (Files.size(list) > MAX_LIST_BYTES) {
            throw new UserError(list + ": " + Files.size(list) + " bytes are too many for a list of pictures");
        }
        List<String> lines = Files.readAllLines(list);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty()) {
                continue;
            }
            Optional<Path> file = resolve(list, line);
            if (file.isEmpty()) {
                String reason = "picture " + line + " is not there; left out";
                problems.add(new LabelProblem(list, i + 1, LabelFault.NO_IMAGE, reason));
            } else if (!found.add(file.get())) {
                String reason = "picture " + line + " is listed before; counted once";
                problems.add(new LabelProblem(list, i + 1, LabelFault.DUPLICATE, reason));
            }
        }
    }

    /** Paths of a list are resolved against its own folder, the root of the data set, or the working directory. */
    private Optional<Path> resolve(Path list, String line) {
        return Stream.of(list.resolveSibling("."), root, Path.of("").toAbsolutePath())
                .flatMap(folder -> DataSet.file(folder, line).stream())
                .map(Path::normalize)
                .findFirst();
    }

    static boolean isImage(Path file) {
        String name = file.getFileName().toString();
        return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    /** The labels of a picture: its last folder "images" becomes "labels"; without one, beside the picture. */
    static Path labels(Path picture) {
        String path = picture.toString();
        int folder = path.lastIndexOf("/images/");
        if (folder >= 0) {
            path = path.substring(0, folder) + "/labels/" + path.substring(folder + "/images/".length());
        }
        int dot = path.lastIndexOf('.');
        return Path.of((dot > path.lastIndexOf('/') ? path.substring(0, dot) : path) + ".txt");
    }
}
