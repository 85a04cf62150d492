package io.vidette.trainer.evaluate.tracking;

import io.vidette.topology.tracker.Assignment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What counts in MOT16, MOT17 and MOT20 (arXiv:1603.00831, 4.1.3 and arXiv:2003.09003): pedestrians. A found box on
 * somebody who sits, rides, stands in a shop window or is mirrored counts neither for nor against.
 *
 * @param truth the pedestrians
 * @param found the remaining tracks
 */
record MotPedestrians(List<MotRow> truth, List<MotRow> found) {
    private static final int PEDESTRIAN = 1;

    /** Person on vehicle, static person, distractor, reflection. */
    private static final Set<Integer> NEITHER = Set.of(2, 7, 8, 12);

    private static final double MATCH = 0.5;

    MotPedestrians {
        truth = List.copyOf(truth);
        found = List.copyOf(found);
    }

    /** In ground truth without classes, such as MOT15's, every box counts. */
    static MotPedestrians of(List<MotRow> truth, List<MotRow> found) {
        if (truth.stream().allMatch(row -> row.classId() <= 0)) {
            return new MotPedestrians(truth, found);
        }
        Map<Integer, List<MotRow>> truthByFrame = TrackComparison.byFrame(truth);
        Set<MotRow> dropped = new HashSet<>();
        for (List<MotRow> columns : TrackComparison.byFrame(found).values()) {
            List<MotRow> rows = truthByFrame.getOrDefault(columns.get(0).frame(), List.of());
            double[][] gains = TrackComparison.overlaps(rows, columns);
            for (double[] row : gains) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = row[i] < MATCH ? 0 : row[i];
                }
            }
            int[] pairs = Assignment.best(gains);
            for (int i = 0; i < pairs.length; i++) {
                if (pairs[i] >= 0 && NEITHER.contains(rows.get(i).classId())) {
                    dropped.add(columns.get(pairs[i]));
                }
            }
        }
        return new MotPedestrians(
                truth.stream().filter(row -> row.classId() == PEDESTRIAN).toList(),
                new ArrayList<>(
                        found.stream().filter(row -> !dropped.contains(row)).toList()));
    }
}
