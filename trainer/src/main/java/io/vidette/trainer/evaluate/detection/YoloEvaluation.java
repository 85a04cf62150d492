package io.vidette.trainer.evaluate.detection;

import io.vidette.trainer.boxes.Detections;
import io.vidette.trainer.boxes.GroundTruth;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Precision, recall, F1 and average precision as YOLOv5 v7.0 computes them: the precision made to fall is read at 101
 * recalls along straight lines and integrated by trapezoids; precision and recall are those at the confidence where the
 * mean F1 over the classes, smoothed, is best.
 *
 * <p>Threading: works on all cores.
 */
public final class YoloEvaluation {
    private static final double[] CONFIDENCES = IouThresholds.linspace(0, 1, ClassCurves.POINTS);
    private static final double[] RECALLS = IouThresholds.linspace(0, 1, 101);
    /** YOLOv5's own, against 0/0. */
    private static final double EPSILON = 1e-16;
    /** Width over which F1 is averaged, as a share of the curve. */
    private static final double SMOOTHING = 0.1;

    private final Groups groups;
    private final OverlapMatching matching;
    private final Detections found;

    private YoloEvaluation(int classes, GroundTruth truth, Detections found) {
        this.found = found;
        groups = Groups.of(classes, truth, found);
        matching = OverlapMatching.of(groups, truth, found, IouThresholds.all(), 0);
    }

    /**
     * Evaluates. Exempt objects count neither way.
     *
     * @param images how many there are, those without objects included
     * @param classes how many there are; those without objects count in no mean
     */
    public static YoloFigures evaluate(int images, int classes, GroundTruth truth, Detections found) {
        return new YoloEvaluation(classes, truth, found).figures(images);
    }

    /**
     * Of a class that has objects.
     *
     * @param ap for each overlap
     */
    @SuppressWarnings("ArrayRecordComponent") // lives only while this evaluation runs
    private record OfClass(int images, int objects, double[] ap, ClassCurves curves) {}

    private YoloFigures figures(int images) {
        List<OfClass> classes = IntStream.range(0, groups.classCount())
                .parallel()
                .mapToObj(this::ofClass)
                .flatMap(Optional::stream)
                .toList();
        List<ClassCurves> curves = classes.stream().map(OfClass::curves).toList();
        int best = bestConfidence(curves);
        List<ClassFigures> figures = classes.stream().map(c -> figures(c, best)).toList();
        return new YoloFigures(all(images, figures), figures, curves, CONFIDENCES[best]);
    }

    private Optional<OfClass> ofClass(int classIndex) {
        int first = groups.classStart(classIndex);
        int end = groups.classStart(classIndex + 1);
        int objects = groups.truthStart(end) - groups.truthStart(first);
        if (objects == 0) {
            return Optional.empty();
        }
        int images = 0;
        for (int g = first; g < end; g++) {
            images += groups.truthStart(g + 1) > groups.truthStart(g) ? 1 : 0;
        }
        int[] positions = Ranking.ofClass(classIndex, groups, found);
        double[] ap = new double[IouThresholds.COUNT];
        if (positions.length == 0) {
            double[] nothing = new double[ClassCurves.POINTS];
            return Optional.of(new OfClass(
                    images, objects, ap, new ClassCurves(classIndex, 0, nothing, nothing, nothing, nothing)));
        }
        double[] recall = new double[positions.length];
        double[] precision = new double[positions.length];
        for (int threshold = IouThresholds.COUNT - 1; threshold > 0; threshold--) {
            climb(positions, threshold, objects, recall, precision);
            ap[threshold] = new PrecisionRecall(recall, precision).area(RECALLS);
        }
        climb(positions, IouThresholds.HALF, objects, recall, precision);
        PrecisionRecall half = new PrecisionRecall(recall, precision);
        ap[IouThresholds.HALF] = half.area(RECALLS);
        double[] p = byConfidence(positions, precision, 1);
        double[] r = byConfidence(positions, recall, 0);
        double[] f1 = new double[ClassCurves.POINTS];
        Arrays.setAll(f1, i -> 2 * p[i] * r[i] / (p[i] + r[i] + EPSILON));
        return Optional.of(new OfClass(
                images,
                objects,
                ap,
                new ClassCurves(classIndex, ap[IouThresholds.HALF], p, r, f1, half.at(CONFIDENCES))));
    }

    /** Recall and precision after each detection, best score first. */
    private void climb(int[] positions, int threshold, int objects, double[] recall, double[] precision) {
        int right = 0;
        for (int i = 0; i < positions.length; i++) {
            right += matching.isRight(positions[i], threshold) ? 1 : 0;
            recall[i] = right / (objects + EPSILON);
            precision[i] = (double) right / (i + 1);
        }
    }

    /**
     * Values after each detection as a curve over the confidence.
     *
     * @param above the value above the best score, where nothing is found
     */
    private double[] byConfidence(int[] positions, double[] values, double above) {
        int count = positions.length;
        double[] wanted = new double[ClassCurves.POINTS];
        Arrays.setAll(wanted, i -> -CONFIDENCES[ClassCurves.POINTS - 1 - i]);
        double[] places = new double[count];
        Arrays.setAll(places, i -> -found.scores()[groups.detection(positions[i])]);
        double[] falling = Interpolation.at(wanted, places, values, above);
        double[] rising = new double[ClassCurves.POINTS];
        Arrays.setAll(rising, i -> falling[ClassCurves.POINTS - 1 - i]);
        return rising;
    }

    /** Index of the confidence with the best mean F1. */
    private static int bestConfidence(List<ClassCurves> curves) {
        double[] mean = new double[ClassCurves.POINTS];
        for (ClassCurves curve : curves) {
            double[] f1 = curve.f1();
            for (int i = 0; i < mean.length; i++) {
                mean[i] += f1[i] / curves.size();
            }
        }
        double[] smooth = smooth(mean);
        int best = 0;
        for (int i = 1; i < smooth.length; i++) {
            best = smooth[i] > smooth[best] ? i : best;
        }
        return best;
    }

    /** The mean over an odd number of neighbours; beyond the ends the curve goes on as it ended. */
    private static double[] smooth(double[] curve) {
        int half = (int) Math.rint(curve.length * SMOOTHING * 2) / 4;
        double[] smooth = new double[curve.length];
        for (int i = 0; i < curve.length; i++) {
            double sum = 0;
            for (int j = i - half; j <= i + half; j++) {
                sum += curve[Math.max(0, Math.min(curve.length - 1, j))];
            }
            smooth[i] = sum / (2 * half + 1);
        }
        return smooth;
    }

    private static ClassFigures figures(OfClass of, int best) {
        return new ClassFigures(
                of.curves().classIndex(),
                of.images(),
                of.objects(),
                of.curves().precision()[best],
                of.curves().recall()[best],
                of.curves().f1()[best],
                of.ap()[IouThresholds.HALF],
                Arrays.stream(of.ap()).average().orElse(0));
    }

    private ClassFigures all(int images, List<ClassFigures> classes) {
        return new ClassFigures(
                -1,
                images,
                groups.truthStart(groups.count()),
                mean(classes, ClassFigures::precision),
                mean(classes, ClassFigures::recall),
                mean(classes, ClassFigures::f1),
                mean(classes, ClassFigures::ap50),
                mean(classes, ClassFigures::ap));
    }

    private static double mean(List<ClassFigures> classes, ToDoubleFunction<ClassFigures> figure) {
        return classes.stream().mapToDouble(figure).average().orElse(0);
    }
}
