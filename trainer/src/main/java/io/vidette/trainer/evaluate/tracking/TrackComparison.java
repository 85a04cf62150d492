package io.vidette.trainer.evaluate.tracking;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * True tracks and found ones side by side, frame by frame; their ids are numbered from 0.
 *
 * @param truths how many true ids there are
 * @param founds how many found ids there are
 * @param frames those that hold a box, in order
 */
record TrackComparison(int truths, int founds, List<Frame> frames) {
    TrackComparison {
        frames = List.copyOf(frames);
    }

    /**
     * One frame.
     *
     * @param truth ids
     * @param found ids
     * @param overlaps {@code [truth][found]}, intersection over union
     */
    @SuppressWarnings("ArrayRecordComponent") // of thousands of frames, read by the figures in this package alone
    record Frame(int[] truth, int[] found, double[][] overlaps) {}

    /** Compares what counts: a true box of confidence 0 does not. */
    static TrackComparison of(List<MotRow> truth, List<MotRow> found) {
        Map<Integer, List<MotRow>> truthByFrame =
                byFrame(truth.stream().filter(row -> row.confidence() != 0).toList());
        Map<Integer, List<MotRow>> foundByFrame = byFrame(found);
        TreeMap<Integer, Boolean> numbers = new TreeMap<>();
        truthByFrame.keySet().forEach(number -> numbers.put(number, true));
        foundByFrame.keySet().forEach(number -> numbers.put(number, true));
        Map<Integer, Integer> truthIds = new LinkedHashMap<>();
        Map<Integer, Integer> foundIds = new LinkedHashMap<>();
        List<Frame> frames = new ArrayList<>();
        for (int number : numbers.keySet()) {
            List<MotRow> rows = truthByFrame.getOrDefault(number, List.of());
            List<MotRow> columns = foundByFrame.getOrDefault(number, List.of());
            frames.add(new Frame(ids(rows, truthIds), ids(columns, foundIds), overlaps(rows, columns)));
        }
        return new TrackComparison(truthIds.size(), foundIds.size(), frames);
    }

    /** Rows by frame, in the order of the frames. */
    static Map<Integer, List<MotRow>> byFrame(List<MotRow> rows) {
        Map<Integer, List<MotRow>> frames = new TreeMap<>();
        rows.forEach(row ->
                frames.computeIfAbsent(row.frame(), number -> new ArrayList<>()).add(row));
        return frames;
    }

    static double[][] overlaps(List<MotRow> rows, List<MotRow> columns) {
        double[][] overlaps = new double[rows.size()][columns.size()];
        for (int i = 0; i < overlaps.length; i++) {
            for (int j = 0; j < overlaps[i].length; j++) {
                overlaps[i][j] = rows.get(i).overlap(columns.get(j));
            }
        }
        return overlaps;
    }

    /** How many boxes each true id has. */
    int[] truthBoxes() {
        int[] boxes = new int[truths];
        frames.forEach(frame -> count(frame.truth(), boxes));
        return boxes;
    }

    /** How many boxes each found id has. */
    int[] foundBoxes() {
        int[] boxes = new int[founds];
        frames.forEach(frame -> count(frame.found(), boxes));
        return boxes;
    }

    private static void count(int[] ids, int[] boxes) {
        for (int id : ids) {
            boxes[id]++;
        }
    }

    private static int[] ids(List<MotRow> rows, Map<Integer, Integer> known) {
        return rows.stream()
                .mapToInt(row -> known.computeIfAbsent(row.id(), id -> known.size()))
                .toArray();
    }
}
