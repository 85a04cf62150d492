package io.vidette.trainer.evaluate.detection;

import io.vidette.trainer.boxes.Detections;
import io.vidette.trainer.boxes.GroundTruth;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * COCO's figures, as the official {@code COCOeval} of cocodataset/cocoapi computes them: precision made to fall from
 * right to left, read at 101 recalls, and averaged over recalls, overlaps, and the classes that have objects.
 *
 * <p>Threading: works on all cores.
 */
public final class CocoEvaluation {
    private static final double[] RECALLS = IouThresholds.linspace(0, 1, 101);
    /** Distance from 1 to the next number, as the official tool adds it to avoid 0/0. */
    private static final double EPSILON = Math.ulp(1.0);

    private static final int FEW = 1;
    private static final int MORE = 10;

    private final Groups groups;
    private final CocoMatching matching;
    private final double[] scores;
    /** For each class the positions that count in an image, best score first. */
    private final int[][] ranked;
    /** Place of a detection among those of its class and image. */
    private final int[] places;

    private CocoEvaluation(int classes, GroundTruth truth, Detections found) {
        groups = Groups.of(classes, truth, found);
        matching = CocoMatching.of(groups, truth, found);
        places = new int[found.size()];
        scores = new double[found.size()];
        ranked = new int[classes][];
        IntStream.range(0, classes).parallel().forEach(c -> ranked[c] = rank(c, found));
    }

    /**
     * Evaluates.
     *
     * @param classes how many there are; those without objects count in no mean
     */
    public static CocoFigures evaluate(int classes, GroundTruth truth, Detections found) {
        return new CocoEvaluation(classes, truth, found).figures();
    }

    private int[] rank(int classIndex, Detections found) {
        int first = groups.classStart(classIndex);
        int end = groups.classStart(classIndex + 1);
        int[] positions = new int[groups.detectionStart(end) - groups.detectionStart(first)];
        int count = 0;
        for (int g = first; g < end; g++) {
            int start = groups.detectionStart(g);
            int stop = Math.min(groups.detectionStart(g + 1), start + CocoMatching.MAX_DETECTIONS);
            for (int position = start; position < stop; position++) {
                places[position] = position - start;
                scores[position] = found.scores()[groups.detection(position)];
                positions[count++] = position;
            }
        }
        ScoreOrder.sort(positions, 0, count, scores);
        return Arrays.copyOf(positions, count);
    }

    /** Of one class and size of object, for each overlap. */
    private static final class Figures {
        /** 0 if there is nothing to find; the other figures are undefined then. */
        private int truths;

        private final double[] precision = new double[IouThresholds.COUNT];
        private final double[] recall = new double[IouThresholds.COUNT];
        private final double[] recallOfOne = new double[IouThresholds.COUNT];
        private final double[] recallOfTen = new double[IouThresholds.COUNT];
    }

    private CocoFigures figures() {
        int classes = groups.classCount();
        Figures[][] all = new Figures[CocoArea.EACH.size()][classes];
        IntStream.range(0, classes * CocoArea.EACH.size())
                .parallel()
                .forEach(i -> all[i / classes][i % classes] = figures(CocoArea.EACH.get(i / classes), i % classes));
        Figures[] any = all[CocoArea.ALL.index()];
        return new CocoFigures(
                mean(any, f -> average(f.precision)),
                mean(any, f -> f.precision[IouThresholds.HALF]),
                mean(any, f -> f.precision[IouThresholds.THREE_QUARTERS]),
                mean(all[CocoArea.SMALL.index()], f -> average(f.precision)),
                mean(all[CocoArea.MEDIUM.index()], f -> average(f.precision)),
                mean(all[CocoArea.LARGE.index()], f -> average(f.precision)),
                mean(any, f -> average(f.recallOfOne)),
                mean(any, f -> average(f.recallOfTen)),
                mean(any, f -> average(f.recall)),
                mean(all[CocoArea.SMALL.index()], f -> average(f.recall)),
                mean(all[CocoArea.MEDIUM.index()], f -> average(f.recall)),
                mean(all[CocoArea.LARGE.index()], f -> average(f.recall)),
                byClass(any, f -> average(f.precision)),
                byClass(any, f -> f.precision[IouThresholds.HALF]));
    }

    private Figures figures(CocoArea area, int classIndex) {
        Figures figures = new Figures();
        figures.truths = matching.countedTruths(area, classIndex);
        if (figures.truths == 0) {
            return figures;
        }
        int[] positions = ranked[classIndex];
        double[] falling = new double[positions.length];
        for (int threshold = 0; threshold < IouThresholds.COUNT; threshold++) {
            int right = 0;
            int wrong = 0;
            int ofOne = 0;
            int ofTen = 0;
            for (int position : positions) {
                if (matching.isRight(area.index(), position, threshold)) {
                    // Precision is read only where recall rises, so only there it is kept.
                    right++;
                    falling[right - 1] = right / (right + wrong + EPSILON);
                    ofOne += places[position] < FEW ? 1 : 0;
                    ofTen += places[position] < MORE ? 1 : 0;
                } else if (matching.isCounted(area.index(), position, threshold)) {
                    wrong++;
                }
            }
            figures.precision[threshold] = precision(falling, right, figures.truths);
            figures.recall[threshold] = (double) right / figures.truths;
            figures.recallOfOne[threshold] = (double) ofOne / figures.truths;
            figures.recallOfTen[threshold] = (double) ofTen / figures.truths;
        }
        return figures;
    }

    /**
     * Mean of the precision at the 101 recalls.
     *
     * @param falling precision at each right detection, best score first; changed so that it falls
     */
    private static double precision(double[] falling, int right, int truths) {
        for (int i = right - 2; i >= 0; i--) {
            falling[i] = Math.max(falling[i], falling[i + 1]);
        }
        double sum = 0;
        int at = 0;
        for (double recall : RECALLS) {
            while (at < right && (at + 1.0) / truths < recall) {
                at++;
            }
            if (at == right) {
                break;
            }
            sum += falling[at];
        }
        return sum / RECALLS.length;
    }

    private interface Figure {
        double of(Figures figures);
    }

    private static double mean(Figures[] classes, Figure figure) {
        return Arrays.stream(classes)
                .filter(f -> f.truths > 0)
                .mapToDouble(figure::of)
                .average()
                .orElse(-1);
    }

    private static List<Double> byClass(Figures[] classes, Figure figure) {
        return Arrays.stream(classes)
                .map(f -> f.truths > 0 ? figure.of(f) : -1.0)
                .toList();
    }

    private static double average(double[] values) {
        return Arrays.stream(values).average().orElse(-1);
    }
}
