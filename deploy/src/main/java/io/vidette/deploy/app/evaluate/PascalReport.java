package io.vidette.deploy.app.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Pascal VOC's figures of detections in folders.
 *
 * @param rows one for each overlap and class, and one for each overlap over all classes
 */
public record PascalReport(List<Row> rows) implements FileReport {
    /**
     * Figures of a class at one overlap.
     *
     * @param iou overlap that makes a match
     * @param label name of the class, or {@code all}
     * @param objects of the ground truth
     * @param right detections that match an object
     * @param wrong detections that match none
     * @param everyPoint average precision over every point of the curve, 0..1
     * @param elevenPoints average precision over eleven points of the curve, 0..1
     */
    public record Row(
            double iou,
            @JsonProperty("class") String label,
            int objects,
            int right,
            int wrong,
            double everyPoint,
            double elevenPoints) {}
}
