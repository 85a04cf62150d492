package io.vidette.deploy.cli.evaluate;

import io.vidette.deploy.cli.output.Output;
import io.vidette.topology.fault.UserError;
import io.vidette.trainer.boxes.BoxEdges;
import io.vidette.trainer.boxes.Detections;
import io.vidette.trainer.dataset.CocoFindings;
import io.vidette.trainer.dataset.CocoTruth;
import io.vidette.trainer.dataset.PascalFolders;
import io.vidette.trainer.evaluate.detection.CocoEvaluation;
import io.vidette.trainer.evaluate.detection.CocoFigures;
import io.vidette.trainer.evaluate.detection.PascalEvaluation;
import io.vidette.trainer.evaluate.detection.PascalFigures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Evaluates detections that are there already, as files. */
final class ValFiles {
    private final Path truth;
    private final Path found;
    private final List<Double> overlaps;
    private final Output output;
    private final LabelWarnings problems;

    /** @param overlaps that make a match, for folders */
    ValFiles(Path truth, Path found, List<Double> overlaps, Output output, LabelWarnings problems) {
        this.truth = truth;
        this.found = found;
        this.overlaps = List.copyOf(overlaps);
        this.output = output;
        this.problems = problems;
    }

    void run() {
        if (Files.isDirectory(truth)) {
            pascal();
        } else {
            coco();
        }
    }

    private void coco() {
        long began = System.nanoTime();
        CocoTruth coco = CocoTruth.read(truth);
        Detections detections = CocoFindings.read(found, coco);
        long loaded = System.nanoTime();
        CocoFigures figures = CocoEvaluation.evaluate(coco.classes().size(), coco.truth(), detections);
        long evaluated = System.nanoTime();
        problems.warn(coco.problems());
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("images", coco.images());
        report.put("objects", coco.truth().size());
        report.put("detections", detections.size());
        report.put("problems", coco.problems().size());
        figures.twelve().forEach(figure -> report.put(figure.getKey(), figure.getValue()));
        report.put("loadMillis", (loaded - began) / 1e6);
        report.put("evaluateMillis", (evaluated - loaded) / 1e6);
        output.object(report);
        if (!output.isJson()) {
            output.say(detections.size() + " detections, " + coco.truth().size() + " objects, " + coco.images()
                    + " images");
        }
        List<List<String>> rows = new ArrayList<>();
        figures.twelve().forEach(figure -> rows.add(List.of(figure.getKey(), format(figure.getValue()))));
        output.table(rows);
    }

    private void pascal() {
        for (double overlap : overlaps) {
            if (!(overlap > 0 && overlap <= 1)) {
                throw new UserError("--iou " + overlap + " is not above 0 and up to 1; try 0.5");
            }
        }
        PascalFolders folders = PascalFolders.read(truth, found);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("IoU", "class", "objects", "right", "wrong", "every point", "11 points"));
        for (double overlap : overlaps) {
            PascalFigures figures = PascalEvaluation.evaluate(
                    folders.classes().size(), folders.truth(), folders.found(), overlap, BoxEdges.PIXELS);
            for (PascalFigures.OfClass figure : figures.classes()) {
                row(rows, folders.classes().get(figure.classIndex()), overlap, figure);
            }
            int objects = figures.classes().stream()
                    .mapToInt(PascalFigures.OfClass::objects)
                    .sum();
            int right = figures.classes().stream()
                    .mapToInt(PascalFigures.OfClass::right)
                    .sum();
            int wrong = figures.classes().stream()
                    .mapToInt(PascalFigures.OfClass::wrong)
                    .sum();
            row(
                    rows,
                    "all",
                    overlap,
                    new PascalFigures.OfClass(0, objects, right, wrong, figures.everyPoint(), figures.elevenPoints()));
        }
        output.table(rows);
    }

    private void row(List<List<String>> rows, String name, double overlap, PascalFigures.OfClass figure) {
        rows.add(List.of(
                Double.toString(overlap),
                name,
                Integer.toString(figure.objects()),
                Integer.toString(figure.right()),
                Integer.toString(figure.wrong()),
                format(figure.everyPoint()),
                format(figure.elevenPoints())));
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("iou", overlap);
        report.put("class", name);
        report.put("objects", figure.objects());
        report.put("right", figure.right());
        report.put("wrong", figure.wrong());
        report.put("everyPoint", figure.everyPoint());
        report.put("elevenPoints", figure.elevenPoints());
        output.object(report);
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}
