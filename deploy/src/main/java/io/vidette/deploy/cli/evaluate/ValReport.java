package io.vidette.deploy.cli.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.deploy.cli.output.Output;
import io.vidette.detector.serve.DetectorConfig;
import io.vidette.detector.serve.ServedModel;
import io.vidette.topology.metric.Metrics;
import io.vidette.topology.serde.Json;
import io.vidette.trainer.evaluate.detection.ClassFigures;
import io.vidette.trainer.evaluate.detection.ConfusionMatrix;
import io.vidette.trainer.evaluate.detection.PascalFigures;
import io.vidette.trainer.report.RunFolder;
import io.vidette.trainer.validation.Validation;
import io.vidette.trainer.validation.ValidationFigures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The figures of a network on a data set, as tables for people and as one object for programs. */
record ValReport(
        ServedModel network,
        DetectorConfig config,
        Validation run,
        ValidationFigures figures,
        Speed speed,
        RunFolder folder) {

    /** Milliseconds for a picture, mean of all. */
    record Speed(double preProcess, double inference, double suppression) {
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

    void to(Output output) {
        if (output.isJson()) {
            output.object(report());
            return;
        }
        output.say("%s, form %s, %dx%<d pixels, confidence %s, IoU %s:"
                .formatted(
                        network.model().name(),
                        network.servingForm(),
                        network.imageSize(),
                        config.confidence(),
                        config.iou()));
        output.table(classes());
        output.say("");
        output.say("COCO's twelve figures, and Pascal VOC's average precision at IoU 0.5:");
        output.table(twelve());
        output.say("");
        output.say(String.format(
                Locale.ROOT,
                "speed: %.1f ms pre-process, %.1f ms inference, %.1f ms NMS per image, %d at once",
                speed.preProcess(),
                speed.inference(),
                speed.suppression(),
                config.maxBatch()));
    }

    private List<List<String>> classes() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("class", "images", "objects", "P", "R", "F1", "mAP50", "mAP50-95", "VOC", "VOC 11"));
        rows.add(row(
                "all",
                figures.yolo().all(),
                figures.pascal().everyPoint(),
                figures.pascal().elevenPoints()));
        for (ClassFigures of : figures.yolo().classes()) {
            rows.add(row(
                    figures.classes().get(of.classIndex()),
                    of,
                    pascal(of).everyPoint(),
                    pascal(of).elevenPoints()));
        }
        return rows;
    }

    private static List<String> row(String name, ClassFigures of, double everyPoint, double elevenPoints) {
        return List.of(
                name,
                Integer.toString(of.images()),
                Integer.toString(of.objects()),
                format(of.precision()),
                format(of.recall()),
                format(of.f1()),
                format(of.ap50()),
                format(of.ap()),
                format(everyPoint),
                format(elevenPoints));
    }

    /** The two have the same classes, except where all objects of one are difficult. */
    private PascalFigures.OfClass pascal(ClassFigures of) {
        return figures.pascal().classes().stream()
                .filter(pascal -> pascal.classIndex() == of.classIndex())
                .findFirst()
                .orElse(new PascalFigures.OfClass(of.classIndex(), 0, 0, 0, 0, 0));
    }

    /** In two rows of six, as the official tool has precisions first and recalls then. */
    private List<List<String>> twelve() {
        List<Map.Entry<String, Double>> twelve = figures.coco().twelve();
        List<List<String>> rows = new ArrayList<>();
        for (int half = 0; half < 12; half += 6) {
            List<Map.Entry<String, Double>> six = twelve.subList(half, half + 6);
            rows.add(six.stream().map(Map.Entry::getKey).toList());
            rows.add(six.stream().map(entry -> format(entry.getValue())).toList());
        }
        return rows;
    }

    String json() {
        try {
            return Json.mapper().writeValueAsString(report());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a report as JSON", e);
        }
    }

    private Map<String, Object> report() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("model", network.model());
        report.put("form", network.servingForm());
        report.put("imageSize", network.imageSize());
        report.put("batch", config.maxBatch());
        report.put("confidence", config.confidence());
        report.put("iou", config.iou());
        report.put("images", run.images());
        report.put("objects", run.truth().size());
        report.put("detections", run.found().size());
        report.put("problems", LabelWarnings.counts(run.problems()));
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

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
