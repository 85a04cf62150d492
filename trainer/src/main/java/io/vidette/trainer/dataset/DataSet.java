package io.vidette.trainer.dataset;

import io.vidette.topology.fault.UserError;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Labelled pictures; the pictures themselves stay on disk.
 *
 * @param classes names by index
 * @param problems faults in the labels that can be found without decoding the pictures
 */
public record DataSet(List<String> classes, List<LabelledImage> images, List<LabelProblem> problems) {
    public DataSet {
        classes = List.copyOf(classes);
        images = List.copyOf(images);
        problems = List.copyOf(problems);
    }

    /** A file of this name, if there is one; names come from files and may be invalid. */
    static Optional<Path> file(Path folder, String name) {
        try {
            return name.isEmpty()
                    ? Optional.empty()
                    : Optional.of(folder.resolve(name)).filter(Files::isRegularFile);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Objects in all pictures. */
    public int objects() {
        return images.stream().mapToInt(image -> image.objects().size()).sum();
    }

    /** Refuses a data set without pictures. */
    static DataSet nonEmpty(Path place, DataSet set) {
        if (set.images().isEmpty()) {
            String why = set.problems().isEmpty()
                    ? "no pictures there"
                    : "no pictures there that can be used: " + set.problems().get(0);
            throw new UserError("data set '" + place + "': " + why);
        }
        return set;
    }
}
