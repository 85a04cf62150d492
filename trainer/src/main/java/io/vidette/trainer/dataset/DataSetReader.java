package io.vidette.trainer.dataset;

import io.vidette.topology.fault.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Opens a data set in YOLO, Pascal VOC or COCO form. */
public final class DataSetReader {
    private DataSetReader() {}

    /**
     * Opens a data set; its form is recognized.
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
}
