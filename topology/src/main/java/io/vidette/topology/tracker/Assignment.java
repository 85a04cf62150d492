package io.vidette.topology.tracker;

import blogspot.software_and_algorithms.stern_library.optimization.HungarianAlgorithm;
import java.util.Arrays;

/**
 * Pairs rows with columns, each at most once, so that the sum of what the pairs gain is the largest: the linear assignment
 * problem, solved by the Hungarian algorithm (Kuhn 1955) in O(n³).
 */
public final class Assignment {
    private Assignment() {}

    /**
     * Pairs them.
     *
     * @param gains {@code [row][column]}, finite; a pair that gains nothing (0 or less) is not made
     * @return for each row its column, or -1
     */
    public static int[] best(double[][] gains) {
        int columns = gains.length == 0 ? 0 : gains[0].length;
        int[] pairs = new int[gains.length];
        Arrays.fill(pairs, -1);
        double[][] costs = new double[gains.length][columns];
        boolean any = false;
        for (int row = 0; row < gains.length; row++) {
            for (int column = 0; column < columns; column++) {
                if (gains[row][column] > 0) {
                    costs[row][column] = -gains[row][column];
                    any = true;
                }
            }
        }
        if (!any) {
            return pairs;
        }
        int[] cheapest = new HungarianAlgorithm(costs).execute();
        for (int row = 0; row < pairs.length; row++) {
            if (cheapest[row] >= 0 && gains[row][cheapest[row]] > 0) {
                pairs[row] = cheapest[row];
            }
        }
        return pairs;
    }
}
