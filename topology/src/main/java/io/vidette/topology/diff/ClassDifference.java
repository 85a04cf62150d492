package io.vidette.topology.diff;

/**
 * Detections of one class, on the frames that both models processed.
 *
 * @param label of the class; {@code all} for the sum of all
 * @param countA detections of the first
 * @param countB detections of the second
 * @param matched pairs of them that are the same object
 * @param onlyA of the first, without one of the second
 * @param onlyB of the second, without one of the first
 * @param meanShift of the scores of the pairs, second minus first; 0 where there are none
 * @param medianShift the same, to 0.001
 */
public record ClassDifference(
        String label,
        long countA,
        long countB,
        long matched,
        long onlyA,
        long onlyB,
        double meanShift,
        double medianShift) {}
