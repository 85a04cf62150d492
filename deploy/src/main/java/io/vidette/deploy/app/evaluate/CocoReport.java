package io.vidette.deploy.app.evaluate;

import com.fasterxml.jackson.annotation.JsonValue;
import io.vidette.trainer.dataset.LabelProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * COCO's figures of detections in a file.
 *
 * @param images of the ground truth
 * @param objects of the ground truth
 * @param problems of the ground truth
 * @param figures COCO's twelve, by their names and in their order
 * @param loadMillis time to read both files
 */
public record CocoReport(
        int images,
        int objects,
        int detections,
        List<LabelProblem> problems,
        List<Map.Entry<String, Double>> figures,
        double loadMillis,
        double evaluateMillis)
        implements FileReport {
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
