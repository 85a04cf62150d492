package io.vidette.trainer.evaluate.detection;

import java.util.List;

/**
 * What YOLOv5's evaluation says.
 *
 * @param all the means over the classes that have objects
 * @param classes of each class that has objects
 * @param curves of the same classes, in the same order
 * @param bestConfidence where the mean F1 is best: precision and recall are read there
 */
public record YoloFigures(
        ClassFigures all, List<ClassFigures> classes, List<ClassCurves> curves, double bestConfidence) {
    public YoloFigures {
        classes = List.copyOf(classes);
        curves = List.copyOf(curves);
    }
}
