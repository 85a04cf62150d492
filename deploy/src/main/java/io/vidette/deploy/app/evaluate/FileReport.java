package io.vidette.deploy.app.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.vidette.trainer.dataset.LabelProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Figures of detections in files. */
public sealed interface FileReport {
    /** Calls the consumer for its kind. */
    void handle(Consumer<CocoReport> coco, Consumer<PascalReport> pascal);

    /**
     * COCO's figures of detections in a file.
     *
     * @param images of the ground truth
     * @param objects of the ground truth
     * @param problems of the ground truth
     * @param figures COCO's twelve, by their names and in their order
     * @param loadMillis time to read both files
     */
    record CocoReport(
            int images,
            int objects,
            int detections,
            List<LabelProblem> problems,
            List<Map.Entry<String, Double>> figures,
            double loadMillis,
            double evaluateMillis)
            implements FileReport {
        @Override
        public void handle(Consumer<CocoReport> coco, Consumer<PascalReport> pascal) {
            coco.accept(this);
        }

        @JsonValue
        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("images", images);
            json.put("objects", objects);
            json.put("detections", detections);
            json.put("problems", problems.size());
            figures.forEach(figure -> json.put(figure.getKey(), figure.getValue()));
            json.put("loadMillis", loadMillis);
            json.put("evaluateMillis", evaluateMillis);
            return json;
        }
    }

    /**
     * Pascal VOC's figures of detections in folders.
     *
     * @param rows one for each overlap and class, and one for each overlap over all classes
     */
    record PascalReport(List<Row> rows) implements FileReport {
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

        @Override
        public void handle(Consumer<CocoReport> coco, Consumer<PascalReport> pascal) {
            pascal.accept(this);
        }
    }
}
