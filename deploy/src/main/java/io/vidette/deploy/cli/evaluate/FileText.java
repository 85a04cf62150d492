package io.vidette.deploy.cli.evaluate;

import io.vidette.deploy.app.evaluate.FileReport.CocoReport;
import io.vidette.deploy.app.evaluate.FileReport.PascalReport;
import io.vidette.deploy.cli.output.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints the figures of detections in files, as tables for people or as objects for programs. */
final class FileText {
    private FileText() {}

    static void print(CocoReport report, Output output) {
        output.object(report);
        if (output.isJson()) {
            return;
        }
        output.say(
                report.detections() + " detections, " + report.objects() + " objects, " + report.images() + " images");
        output.table(report.figures().stream()
                .map(figure -> List.of(figure.getKey(), format(figure.getValue())))
                .toList());
    }

    static void print(PascalReport report, Output output) {
        report.rows().forEach(output::object);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("IoU", "class", "objects", "right", "wrong", "every point", "11 points"));
        report.rows().forEach(row -> rows.add(cells(row)));
        output.table(rows);
    }

    private static List<String> cells(PascalReport.Row row) {
        return List.of(
                Double.toString(row.iou()),
                row.label(),
                Integer.toString(row.objects()),
                Integer.toString(row.right()),
                Integer.toString(row.wrong()),
                format(row.everyPoint()),
                format(row.elevenPoints()));
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}
