package io.vidette.trainer.evaluate.detection;

import io.vidette.trainer.boxes.Boxes;
import io.vidette.trainer.boxes.Detections;
import io.vidette.trainer.boxes.GroundTruth;
import java.util.Arrays;

/**
 * How often each true class was predicted as each class, with background as an additional class: a missed object is
 * predicted as background, and a detection without an object is truly background.
 *
 * <p>As in YOLOv5, with its thresholds: class by class does not matter for a match; each detection looks at the object
 * that it overlaps most, and each object keeps the detection that overlaps it most. Unlike YOLOv5 v7.0, detections on
 * nothing count also in images where nothing matched.
 *
 * <p>Threading: not written after construction.
 */
public final class ConfusionMatrix {
    /** Detections up to this score are left out. */
    public static final double CONFIDENCE = 0.25;
    /** Overlaps up to this are none. */
    public static final double IOU = 0.45;

    private final int classes;
    private final long[][] counts;

    private ConfusionMatrix(int classes) {
        this.classes = classes;
        counts = new long[classes + 1][classes + 1];
    }

    /** Counts everything; exempt objects as any other. */
    public static ConfusionMatrix of(int classes, GroundTruth truth, Detections found) {
        ConfusionMatrix matrix = new ConfusionMatrix(classes);
        int images = Math.max(truth.boxes().imageBound(), found.boxes().imageBound());
        int[][] truths = byImage(truth.boxes(), images, new double[0]);
        int[][] detections = byImage(found.boxes(), images, found.scores());
        for (int image = 0; image < images; image++) {
            matrix.count(truth.boxes(), truths[image], found.boxes(), detections[image]);
        }
        return matrix;
    }

    /** @param scores those of the boxes, by which they are chosen; empty to take all */
    private static int[][] byImage(Boxes boxes, int images, double[] scores) {
        int[] sizes = new int[images];
        for (int i = 0; i < boxes.size(); i++) {
            sizes[boxes.image(i)] += isChosen(i, scores) ? 1 : 0;
        }
        int[][] byImage = new int[images][];
        Arrays.setAll(byImage, image -> new int[sizes[image]]);
        for (int i = boxes.size() - 1; i >= 0; i--) {
            if (isChosen(i, scores)) {
                byImage[boxes.image(i)][--sizes[boxes.image(i)]] = i;
            }
        }
        return byImage;
    }

    private static boolean isChosen(int box, double[] scores) {
        return scores.length == 0 || scores[box] > CONFIDENCE;
    }

    private void count(Boxes truth, int[] truths, Boxes found, int[] detections) {
        int[] keeper = new int[truths.length];
        double[] kept = new double[truths.length];
        Arrays.fill(keeper, -1);
        for (int d = 0; d < detections.length; d++) {
            double best = IOU;
            int object = -1;
            for (int t = 0; t < truths.length; t++) {
                double overlap = found.intersectionOverUnion(detections[d], truth, truths[t], 0);
                if (overlap > best) {
                    best = overlap;
                    object = t;
                }
            }
            if (object >= 0 && best > kept[object]) {
                kept[object] = best;
                keeper[object] = d;
            }
        }
        boolean[] isKept = new boolean[detections.length];
        for (int t = 0; t < truths.length; t++) {
            int predicted = classes;
            if (keeper[t] >= 0) {
                isKept[keeper[t]] = true;
                predicted = found.classIndex(detections[keeper[t]]);
            }
            counts[predicted][truth.classIndex(truths[t])]++;
        }
        for (int d = 0; d < detections.length; d++) {
            if (!isKept[d]) {
                counts[found.classIndex(detections[d])][classes]++;
            }
        }
    }

    /** Classes without the background, whose index this is. */
    public int classes() {
        return classes;
    }

    /** How often an object of class {@code truth} was predicted as {@code predicted}. */
    public long count(int predicted, int truth) {
        return counts[predicted][truth];
    }
}
