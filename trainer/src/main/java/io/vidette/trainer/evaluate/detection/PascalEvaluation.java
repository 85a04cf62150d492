package io.vidette.trainer.evaluate.detection;

import io.vidette.trainer.boxes.BoxEdges;
import io.vidette.trainer.boxes.Detections;
import io.vidette.trainer.boxes.GroundTruth;
import java.util.stream.IntStream;

/**
 * Average precision as the development kit of Pascal VOC computes it (Everingham et al., The Pascal Visual Object Classes
 * Challenge, IJCV 2010, section 4.2): difficult objects count neither way.
 *
 * <p>Threading: works on all cores.
 */
public final class PascalEvaluation {
    private static final int POINTS = 11;

    private PascalEvaluation() {}

    /**
     * Evaluates.
     *
     * @param classes how many there are
     * @param iou overlap that makes a match, above 0 and up to 1
     */
    public static PascalFigures evaluate(int classes, GroundTruth truth, Detections found, double iou, BoxEdges edges) {
        if (!(iou > 0 && iou <= 1)) {
            throw new IllegalArgumentException("IoU " + iou + " is outside 0..1");
        }
        Groups groups = Groups.of(classes, truth, found);
        OverlapMatching matching = OverlapMatching.of(groups, truth, found, new double[] {iou}, edges.added());
        return new PascalFigures(
                iou,
                IntStream.range(0, classes)
                        .parallel()
                        .mapToObj(c -> ofClass(c, groups, matching, truth, found))
                        .filter(figures -> figures.objects() > 0)
                        .toList());
    }

    private static PascalFigures.OfClass ofClass(
            int classIndex, Groups groups, OverlapMatching matching, GroundTruth truth, Detections found) {
        int objects = 0;
        int lastTruth = groups.truthStart(groups.classStart(classIndex + 1));
        for (int t = groups.truthStart(groups.classStart(classIndex)); t < lastTruth; t++) {
            objects += truth.isExempt(groups.truth(t)) ? 0 : 1;
        }
        int[] positions = Ranking.ofClass(classIndex, groups, found);
        double[] precision = new double[positions.length];
        int right = 0;
        int wrong = 0;
        for (int position : positions) {
            if (matching.isRight(position, 0)) {
                right++;
                precision[right - 1] = (double) right / (right + wrong);
            } else if (matching.isCounted(position, 0)) {
                wrong++;
            }
        }
        for (int i = right - 2; i >= 0; i--) {
            precision[i] = Math.max(precision[i], precision[i + 1]);
        }
        return new PascalFigures.OfClass(
                classIndex,
                objects,
                right,
                wrong,
                everyPoint(precision, right, objects),
                elevenPoints(precision, right, objects));
    }

    /** Each right detection raises recall by one object's share. */
    private static double everyPoint(double[] falling, int right, int objects) {
        double sum = 0;
        for (int i = 0; i < right; i++) {
            sum += falling[i];
        }
        return objects == 0 ? 0 : sum / objects;
    }

    private static double elevenPoints(double[] falling, int right, int objects) {
        double sum = 0;
        for (int point = 0; point < POINTS; point++) {
            // The first right detection whose recall reaches point / 10, without rounding: (n + 1) / objects.
            int n = Math.max(0, (point * objects + POINTS - 2) / (POINTS - 1) - 1);
            sum += n < right ? falling[n] : 0;
        }
        return sum / POINTS;
    }
}
