package io.vidette.deploy.app.evaluate;

import com.fasterxml.jackson.annotation.JsonValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.metric.Metrics;
import io.vidette.trainer.evaluate.detection.ClassFigures;
import io.vidette.trainer.evaluate.detection.ConfusionMatrix;
import io.vidette.trainer.evaluate.detection.PascalFigures;
import io.vidette.trainer.report.RunFolder;
import io.vidette.trainer.validation.Validation;
import io.vidette.trainer.validation.ValidationFigures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The figures of a network on a data set.
 *
 * @param form in which the network was served
 * @param imageSize side of the input square in pixels
 * @param batch pictures at once
 * @param confidence least score of a box, 0..1
 * @param iou overlap that suppresses a box, 0..1
 * @param run the boxes that the figures are computed from
 * @param speed of one picture
 * @param folder where the files of the run are
 */
public record NetworkReport(
        ModelId model,
        String form,
        int imageSize,
        int batch,
        float confidence,
        float iou,
        Validation run,
        ValidationFigures figures,
        Speed speed,
        RunFolder folder) {

    /** Milliseconds for a picture, mean of all. */
    public record Speed(double preProcess, double inference, double suppression) {
        static Speed of(MeterRegistry meters, int images) {
            return new Speed(
                    millis(meters, Metrics.DETECT_DECODE) / images,
                    millis(meters, Metrics.DETECT_INFERENCE) / images,
                    millis(meters, Metrics.DETECT_POSTPROCESS) / images);
        }

        private static double millis(MeterRegistry meters, String timer) {
            return meters.timer(timer).totalTime(TimeUnit.MILLISECONDS);
        }
    }

    /** Returns zeros for a class whose objects are all difficult, which Pascal VOC leaves out. */
    public PascalFigures.OfClass pascal(ClassFigures of) {
        return figures.pascal().classes().stream()
                .filter(pascal -> pascal.classIndex() == of.classIndex())
                .findFirst()
                .orElse(new PascalFigures.OfClass(of.classIndex(), 0, 0, 0, 0, 0));
    }

    /** Returns the report under the names that programs know. */
    @JsonValue
    Map<String, Object> json() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("model", model);
        report.put("form", form);
        report.put("imageSize", imageSize);
        report.put("batch", batch);
        report.put("confidence", confidence);
        report.put("iou", iou);
        report.put("images", run.images());
        report.put("objects", run.truth().size());
        report.put("detections", run.found().size());
        report.put("problems", LabelCounts.of(run.problems()));
        report.put("bestConfidence", figures.yolo().bestConfidence());
        report.put(
                "all",
                figures(
                        figures.yolo().all(),
                        figures.pascal().everyPoint(),
                        figures.pascal().elevenPoints()));
        Map<String, Object> classes = new LinkedHashMap<>();
        for (ClassFigures of : figures.yolo().classes()) {
            classes.put(
                    figures.classes().get(of.classIndex()),
                    figures(of, pascal(of).everyPoint(), pascal(of).elevenPoints()));
        }
        report.put("classes", classes);
        Map<String, Object> coco = new LinkedHashMap<>();
        figures.coco().twelve().forEach(figure -> coco.put(figure.getKey(), figure.getValue()));
        report.put("coco", coco);
        report.put("confusion", confusion());
        report.put("preProcessMillis", speed.preProcess());
        report.put("inferenceMillis", speed.inference());
        report.put("nmsMillis", speed.suppression());
        folder.path().ifPresent(path -> report.put("folder", path.toString()));
        return report;
    }

    private static Map<String, Object> figures(ClassFigures of, double everyPoint, double elevenPoints) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("images", of.images());
        figures.put("objects", of.objects());
        figures.put("precision", of.precision());
        figures.put("recall", of.recall());
        figures.put("f1", of.f1());
        figures.put("ap50", of.ap50());
        figures.put("ap", of.ap());
        figures.put("pascalEveryPoint", everyPoint);
        figures.put("pascalElevenPoints", elevenPoints);
        return figures;
    }

    /** Only what occurs: a matrix of 80 classes is nearly empty. */
    private List<Map<String, Object>> confusion() {
        ConfusionMatrix matrix = figures.confusion();
        List<Map<String, Object>> cells = new ArrayList<>();
        for (int truth = 0; truth <= matrix.classes(); truth++) {
            for (int predicted = 0; predicted <= matrix.classes(); predicted++) {
                if (matrix.count(predicted, truth) > 0) {
                    Map<String, Object> cell = new LinkedHashMap<>();
                    cell.put("true", name(truth));
                    cell.put("predicted", name(predicted));
                    cell.put("count", matrix.count(predicted, truth));
                    cells.add(cell);
                }
            }
        }
        return cells;
    }

    private String name(int classIndex) {
        return classIndex == figures.classes().size()
                ? "background"
                : figures.classes().get(classIndex);
    }
}
