package io.vidette.trainer.evaluate.detection;

/**
 * Precision over recall as YOLOv5 draws it: from recall 0 at precision 1, through every detection, to recall 1 at
 * precision 0, and made to fall from right to left.
 */
final class PrecisionRecall {
    private final double[] recalls;
    private final double[] falling;

    /** After each detection, best score first. */
    PrecisionRecall(double[] recall, double[] precision) {
        int count = recall.length;
        recalls = new double[count + 2];
        falling = new double[count + 2];
        System.arraycopy(recall, 0, recalls, 1, count);
        System.arraycopy(precision, 0, falling, 1, count);
        falling[0] = 1;
        recalls[count + 1] = 1;
        for (int i = count; i >= 0; i--) {
            falling[i] = Math.max(falling[i], falling[i + 1]);
        }
    }

    /** Precision at these recalls, which rise. */
    double[] at(double[] wanted) {
        return Interpolation.at(wanted, recalls, falling, 1);
    }

    /** The area below, by trapezoids between these recalls. */
    double area(double[] between) {
        double[] precision = at(between);
        double area = 0;
        for (int i = 1; i < between.length; i++) {
            area += (between[i] - between[i - 1]) * (precision[i] + precision[i - 1]) / 2;
        }
        return area;
    }
}
