package io.vidette.trainer.evaluate.detection;

/** Straight lines between points, as NumPy's {@code interp}. */
final class Interpolation {
    private Interpolation() {}

    /**
     * The values at rising places. Where two points stand at one place the later one counts; right of the last point its
     * value stays.
     *
     * @param wanted places, rising
     * @param places of the points, not falling; at least one
     * @param values of the points
     * @param left the value before the first point
     */
    static double[] at(double[] wanted, double[] places, double[] values, double left) {
        double[] result = new double[wanted.length];
        int last = places.length - 1;
        int j = -1;
        for (int i = 0; i < wanted.length; i++) {
            double x = wanted[i];
            while (j < last && places[j + 1] <= x) {
                j++;
            }
            if (j < 0) {
                result[i] = left;
            } else if (j == last || places[j] == x) {
                result[i] = values[j];
            } else {
                double slope = (values[j + 1] - values[j]) / (places[j + 1] - places[j]);
                result[i] = slope * (x - places[j]) + values[j];
            }
        }
        return result;
    }
}
