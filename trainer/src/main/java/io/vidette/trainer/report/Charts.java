package io.vidette.trainer.report;

import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import io.vidette.trainer.evaluate.detection.ClassCurves;
import io.vidette.trainer.evaluate.detection.ClassFigures;
import io.vidette.trainer.evaluate.detection.ConfusionMatrix;
import io.vidette.trainer.evaluate.detection.YoloFigures;
import io.vidette.trainer.report.CurveChart.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The pictures of an evaluation, under the names that YOLOv5 gives them. */
public final class Charts {
    private Charts() {}

    /**
     * Writes {@code PR_curve.png}, {@code F1_curve.png}, {@code P_curve.png}, {@code R_curve.png} and
     * {@code confusion_matrix.png}.
     *
     * @param classes names by index
     * @throws UserError where this Java finds no fonts, or the folder cannot be written to
     */
    public static void write(Path folder, List<String> classes, YoloFigures figures, ConfusionMatrix confusion) {
        requireFonts();
        String best = String.format(Locale.ROOT, "best mean F1 at confidence %.3f", figures.bestConfidence());
        Optional<Double> mark = Optional.of(figures.bestConfidence());
        String area = String.format(
                Locale.ROOT, "area below the mean: mAP@0.5 %.3f", figures.all().ap50());
        try {
            new CurveChart(
                            "Precision over recall",
                            area,
                            "recall",
                            "precision",
                            series(classes, figures, ClassCurves::precisionAtRecall, ClassFigures::ap50),
                            Optional.empty())
                    .write(folder.resolve("PR_curve.png"));
            new CurveChart(
                            "F1 over confidence",
                            best,
                            "confidence",
                            "F1",
                            series(classes, figures, ClassCurves::f1, ClassFigures::f1),
                            mark)
                    .write(folder.resolve("F1_curve.png"));
            new CurveChart(
                            "Precision over confidence",
                            best,
                            "confidence",
                            "precision",
                            series(classes, figures, ClassCurves::precision, ClassFigures::precision),
                            mark)
                    .write(folder.resolve("P_curve.png"));
            new CurveChart(
                            "Recall over confidence",
                            best,
                            "confidence",
                            "recall",
                            series(classes, figures, ClassCurves::recall, ClassFigures::recall),
                            mark)
                    .write(folder.resolve("R_curve.png"));
            new MatrixChart(confusion, classes).write(folder.resolve("confusion_matrix.png"));
        } catch (IOException e) {
            throw new UserError(
                    "cannot write charts to " + folder + " (" + FileFault.inWords(e) + "); check the disk", e);
        }
    }

    private static List<Series> series(
            List<String> classes,
            YoloFigures figures,
            Function<ClassCurves, double[]> curve,
            ToDoubleFunction<ClassFigures> figure) {
        return IntStream.range(0, figures.classes().size())
                .mapToObj(i -> {
                    ClassFigures of = figures.classes().get(i);
                    return new Series(
                            classes.get(of.classIndex()),
                            figure.applyAsDouble(of),
                            curve.apply(figures.curves().get(i)));
                })
                .toList();
    }

    /** A Java runtime for servers may lack fonts; what it throws then differs. */
    private static void requireFonts() {
        try (Sheet sheet = new Sheet(1, 1)) {
            sheet.width("0", Sheet.font(12));
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new UserError(
                    "no charts: this Java finds no fonts; install fontconfig and a font such as fonts-dejavu-core", e);
        }
    }
}
