package io.vidette.trainer.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A data set in YOLO's form: a {@code data.yaml}, pictures, and a text file of labels for each. */
final class YoloDataSet {
    private YoloDataSet() {}

    static DataSet read(Path yaml, String split) {
        DatasetYaml description = DatasetYaml.read(yaml, split);
        List<LabelProblem> problems = new ArrayList<>();
        List<LabelledImage> images = new ArrayList<>();
        for (Path file : ImageFiles.of(description.places(), description.root(), problems)) {
            Path labels = ImageFiles.labels(file);
            List<LabelledObject> objects = List.of();
            if (Files.isRegularFile(labels)) {
                objects = YoloLabels.read(labels, description.classes().size(), problems);
            } else {
                String reason = "no label file " + labels + "; counts as a picture with nothing in it";
                problems.add(LabelProblem.of(file, LabelFault.NO_LABELS, reason));
            }
            images.add(new LabelledImage(file, Optional.empty(), objects));
        }
        return DataSet.nonEmpty(yaml, new DataSet(description.classes(), images, problems));
    }
}
