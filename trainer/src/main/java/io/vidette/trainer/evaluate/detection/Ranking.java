package io.vidette.trainer.evaluate.detection;

import io.vidette.trainer.boxes.Detections;

/** The detections of a class over all images, best score first; of equal ones that of the earlier image. */
final class Ranking {
    private Ranking() {}

    /** Positions in the order of {@link Groups}. */
    static int[] ofClass(int classIndex, Groups groups, Detections found) {
        int first = groups.detectionStart(groups.classStart(classIndex));
        int count = groups.detectionStart(groups.classStart(classIndex + 1)) - first;
        int[] positions = new int[count];
        double[] scores = new double[count];
        for (int i = 0; i < count; i++) {
            positions[i] = i;
            scores[i] = found.scores()[groups.detection(first + i)];
        }
        ScoreOrder.sort(positions, 0, count, scores);
        for (int i = 0; i < count; i++) {
            positions[i] += first;
        }
        return positions;
    }
}
