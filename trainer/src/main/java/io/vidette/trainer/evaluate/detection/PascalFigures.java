package io.vidette.trainer.evaluate.detection;

import java.util.List;

/**
 * Average precision as Pascal VOC defines it.
 *
 * @param iou overlap that makes a match
 * @param classes of each class that has objects
 */
public record PascalFigures(double iou, List<OfClass> classes) {
    public PascalFigures {
        classes = List.copyOf(classes);
    }

    /**
     * Of one class.
     *
     * @param objects that are to be found
     * @param right detections that found one
     * @param wrong detections that found none, or one that was found already
     * @param everyPoint area below the falling precision, as VOC from 2010 on
     * @param elevenPoints its mean at the recalls 0, .1, ... 1, as VOC before 2010
     */
    public record OfClass(int classIndex, int objects, int right, int wrong, double everyPoint, double elevenPoints) {}

    /** Mean over the classes; 0 without any. */
    public double everyPoint() {
        return classes.stream().mapToDouble(OfClass::everyPoint).average().orElse(0);
    }

    /** Mean over the classes; 0 without any. */
    public double elevenPoints() {
        return classes.stream().mapToDouble(OfClass::elevenPoints).average().orElse(0);
    }
}
