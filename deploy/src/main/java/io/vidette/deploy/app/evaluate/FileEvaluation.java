package io.vidette.deploy.app.evaluate;

import io.vidette.deploy.app.evaluate.FileReport.CocoReport;
import io.vidette.deploy.app.evaluate.FileReport.PascalReport;
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
import java.util.List;

/** Evaluates detections in files. */
public final class FileEvaluation {
    private FileEvaluation() {}

    /**
     * Compares detections with ground truth: COCO's JSON files, or Pascal VOC's folders.
     *
     * @param overlaps that make a match, for folders; above 0 to 1
     * @throws UserError if a file cannot be read or an overlap is out of range
     */
    public static FileReport evaluate(Path truth, Path found, List<Double> overlaps) {
        return Files.isDirectory(truth) ? pascal(truth, found, overlaps) : coco(truth, found);
    }

    private static CocoReport coco(Path truth, Path found) {
        long began = System.nanoTime();
        CocoTruth coco = CocoTruth.read(truth);
        Detections detections = CocoFindings.read(found, coco);
        long loaded = System.nanoTime();
        CocoFigures figures = CocoEvaluation.evaluate(coco.classes().size(), coco.truth(), detections);
        long evaluated = System.nanoTime();
        return new CocoReport(
                coco.images(),
                coco.truth().size(),
                detections.size(),
                coco.problems(),
                figures.twelve(),
                (loaded - began) / 1e6,
                (evaluated - loaded) / 1e6);
    }

    private static PascalReport pascal(Path truth, Path found, List<Double> overlaps) {
        for (double overlap : overlaps) {
            if (!(overlap > 0 && overlap <= 1)) {
                throw new UserError("--iou " + overlap + " is not above 0 and up to 1; try 0.5");
            }
        }
        PascalFolders folders = PascalFolders.read(truth, found);
        List<PascalReport.Row> rows = new ArrayList<>();
        for (double overlap : overlaps) {
            PascalFigures figures = PascalEvaluation.evaluate(
                    folders.classes().size(), folders.truth(), folders.found(), overlap, BoxEdges.PIXELS);
            figures.classes()
                    .forEach(of -> rows.add(row(overlap, folders.classes().get(of.classIndex()), of)));
            rows.add(row(overlap, "all", all(figures)));
        }
        return new PascalReport(List.copyOf(rows));
    }

    private static PascalReport.Row row(double overlap, String label, PascalFigures.OfClass of) {
        return new PascalReport.Row(
                overlap, label, of.objects(), of.right(), of.wrong(), of.everyPoint(), of.elevenPoints());
    }

    /** Returns sums of the counts and means of the precisions; their class index means nothing. */
    private static PascalFigures.OfClass all(PascalFigures figures) {
        int objects = 0;
        int right = 0;
        int wrong = 0;
        for (PascalFigures.OfClass of : figures.classes()) {
            objects += of.objects();
            right += of.right();
            wrong += of.wrong();
        }
        return new PascalFigures.OfClass(0, objects, right, wrong, figures.everyPoint(), figures.elevenPoints());
    }
}
