package io.vidette.deploy.cli.evaluate;

import io.vidette.deploy.app.evaluate.NetworkReport;
import io.vidette.deploy.cli.output.Output;
import io.vidette.trainer.evaluate.detection.ClassFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints the figures of a network, as tables for people or as one object for programs. */
record NetworkText(NetworkReport report) {
    void to(Output output) {
        output.object(report);
        if (output.isJson()) {
            return;
        }
        output.say("%s, form %s, %dx%<d pixels, confidence %s, IoU %s:"
                .formatted(
                        report.model().name(), report.form(), report.imageSize(), report.confidence(), report.iou()));
        output.table(classes());
        output.say("");
        output.say("COCO's twelve figures, and Pascal VOC's average precision at IoU 0.5:");
        output.table(twelve());
        output.say("");
        output.say(String.format(
                Locale.ROOT,
                "speed: %.1f ms pre-process, %.1f ms inference, %.1f ms NMS per image, %d at once",
                report.speed().preProcess(),
                report.speed().inference(),
                report.speed().suppression(),
                report.batch()));
    }

    private List<List<String>> classes() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("class", "images", "objects", "P", "R", "F1", "mAP50", "mAP50-95", "VOC", "VOC 11"));
        rows.add(row(
                "all",
                report.figures().yolo().all(),
                report.figures().pascal().everyPoint(),
                report.figures().pascal().elevenPoints()));
        for (ClassFigures of : report.figures().yolo().classes()) {
            rows.add(row(
                    report.figures().classes().get(of.classIndex()),
                    of,
                    report.pascal(of).everyPoint(),
                    report.pascal(of).elevenPoints()));
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

    /** In two rows of six, as the official tool has precisions first and recalls then. */
    private List<List<String>> twelve() {
        List<Map.Entry<String, Double>> twelve = report.figures().coco().twelve();
        List<List<String>> rows = new ArrayList<>();
        for (int half = 0; half < 12; half += 6) {
            List<Map.Entry<String, Double>> six = twelve.subList(half, half + 6);
            rows.add(six.stream().map(Map.Entry::getKey).toList());
            rows.add(six.stream().map(entry -> format(entry.getValue())).toList());
        }
        return rows;
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
