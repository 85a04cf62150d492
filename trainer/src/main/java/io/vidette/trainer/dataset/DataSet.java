package io.vidette.trainer.dataset;

import io.vidette.topology.fault.UserError;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Labelled pictures, of which only the names are held.
 *
 * @param classes names by index
 * @param problems what is wrong with the labels, as far as it shows without decoding the pictures
 */
public record DataSet(List<String> classes, List<LabelledImage> images, List<LabelProblem> problems) {
    public DataSet {
        classes = List.copyOf(classes);
        images = List.copyOf(images);
        problems = List.copyOf(problems);
    }

    /**
     * Opens a data set in whichever form it comes.
     *
     * @param place YOLO's data.yaml, a folder of Pascal VOC, or annotations in COCO's JSON
     * @param split {@code train}, {@code val} or {@code test}; COCO's JSON is a split by itself
     * @param pictures folder of COCO's pictures; empty to look for them beside the JSON
     * @throws UserError in one line, when it is none of these or holds no pictures
     */
    public static DataSet open(Path place, String split, Optional<Path> pictures) {
        String name = place.toString().toLowerCase(Locale.ROOT);
        if (Files.isDirectory(place)) {
            return VocDataSet.read(place, split);
        }
        if (!Files.isRegularFile(place)) {
            throw new UserError("data set '" + place + "': there is no such file or folder; check the path");
        }
        if (name.endsWith(".json")) {
            return CocoDataSet.read(place, pictures);
        }
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return YoloDataSet.read(place, split);
        }
        throw new UserError("data set '" + place
                + "': give YOLO's data.yaml, a folder with VOC's Annotations and JPEGImages, or COCO's JSON");
    }

    /** A file of this name, if there is one; names come out of files, and some are none. */
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

    /** Refuses a data set in which there is nothing to look at. */
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
