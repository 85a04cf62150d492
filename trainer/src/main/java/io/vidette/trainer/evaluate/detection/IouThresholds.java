package io.vidette.trainer.evaluate.detection;

import java.util.Arrays;

/** The overlaps .50, .55, ... .95 of mAP@0.5:0.95, computed digit for digit as NumPy's {@code linspace} does. */
final class IouThresholds {
    static final int COUNT = 10;
    /** Index of .50. */
    static final int HALF = 0;
    /** Index of .75. */
    static final int THREE_QUARTERS = 5;

    private static final double[] VALUES = linspace(0.5, 0.95, COUNT);

    private IouThresholds() {}

    static double[] all() {
        return VALUES.clone();
    }

    static double[] linspace(double first, double last, int count) {
        double step = (last - first) / (count - 1);
        double[] values = new double[count];
        Arrays.setAll(values, i -> i * step + first);
        values[count - 1] = last;
        return values;
    }
}
