package io.vidette.trainer.evaluate.detection;

import io.vidette.trainer.boxes.Detections;
import io.vidette.trainer.boxes.GroundTruth;
import java.util.Arrays;

/**
 * Which detections COCO counts as right, wrong, or neither, for each size of object and each overlap. As the official
 * {@code COCOeval.evaluateImg}: best score first, each detection takes the free truth that it overlaps most; a truth
 * that is not counted (a crowd, or of another size) is taken only where no counted one fits, and a crowd by any number.
 *
 * <p>The official tool identifies a matched truth by its id and takes the id 0 for none; here 0 is an id like any
 * other.
 *
 * <p>Threading: groups are matched on all cores; each writes only the outcomes of its own detections.
 */
final class CocoMatching {
    /** Detections of one class that count in an image. */
    static final int MAX_DETECTIONS = 100;

    private static final int ALL_BITS = (1 << IouThresholds.COUNT) - 1;
    private static final double[] THRESHOLDS = IouThresholds.all();

    private final Groups groups;
    private final GroundTruth truth;
    private final Detections found;
    /** By area and position: bit t for a match at threshold t; above those, bit t for not counted at threshold t. */
    private final int[][] outcomes;

    private CocoMatching(Groups groups, GroundTruth truth, Detections found) {
        this.groups = groups;
        this.truth = truth;
        this.found = found;
        outcomes = new int[CocoArea.EACH.size()][found.size()];
    }

    static CocoMatching of(Groups groups, GroundTruth truth, Detections found) {
        CocoMatching matching = new CocoMatching(groups, truth, found);
        groups.inBlocks((from, to) -> {
            Room room = new Room();
            for (int g = from; g < to; g++) {
                matching.match(g, room);
            }
        });
        return matching;
    }

    /** Whether the detection is right at this threshold. */
    boolean isRight(int area, int position, int threshold) {
        return (outcomes[area][position] & ((1 << threshold) | 1 << (IouThresholds.COUNT + threshold)))
                == 1 << threshold;
    }

    /** Whether the detection counts at this threshold, as right or as wrong. */
    boolean isCounted(int area, int position, int threshold) {
        return (outcomes[area][position] & 1 << (IouThresholds.COUNT + threshold)) == 0;
    }

    /** Objects of a class that count. */
    int countedTruths(CocoArea area, int classIndex) {
        int counted = 0;
        int end = groups.truthStart(groups.classStart(classIndex + 1));
        for (int t = groups.truthStart(groups.classStart(classIndex)); t < end; t++) {
            counted += isCounted(area, groups.truth(t)) ? 1 : 0;
        }
        return counted;
    }

    private boolean isCounted(CocoArea area, int box) {
        return !truth.isExempt(box) && area.holds(truth.area(box));
    }

    /** Buffers for matching a group, reused by the next one. */
    private static final class Room {
        private double[] overlaps = new double[1024];
        private int[] order = new int[64];
        private boolean[] taken = new boolean[64];

        void fit(int truths, int detections) {
            if (overlaps.length < truths * detections) {
                overlaps = new double[truths * detections * 2];
            }
            if (order.length < truths) {
                order = new int[truths * 2];
                taken = new boolean[truths * 2];
            }
        }
    }

    private void match(int group, Room room) {
        int firstTruth = groups.truthStart(group);
        int truths = groups.truthStart(group + 1) - firstTruth;
        int firstDetection = groups.detectionStart(group);
        int detections = Math.min(MAX_DETECTIONS, groups.detectionStart(group + 1) - firstDetection);
        room.fit(truths, detections);
        for (int d = 0; d < detections; d++) {
            for (int t = 0; t < truths; t++) {
                room.overlaps[d * truths + t] =
                        overlap(groups.detection(firstDetection + d), groups.truth(firstTruth + t));
            }
        }
        for (CocoArea area : CocoArea.EACH) {
            int[] outcome = outcomes[area.index()];
            int counted = countedFirst(area, firstTruth, truths, room.order);
            if (detections > 0 && truths > 0) {
                for (int threshold = 0; threshold < IouThresholds.COUNT; threshold++) {
                    match(threshold, firstTruth, truths, counted, firstDetection, detections, room, outcome);
                }
            }
            for (int d = firstDetection; d < firstDetection + detections; d++) {
                if (!area.holds(found.boxes().area(groups.detection(d)))) {
                    // Of another size and on no object: neither right nor wrong.
                    outcome[d] |= (~outcome[d] & ALL_BITS) << IouThresholds.COUNT;
                }
            }
        }
    }

    private void match(
            int threshold,
            int firstTruth,
            int truths,
            int counted,
            int firstDetection,
            int detections,
            Room room,
            int[] outcome) {
        Arrays.fill(room.taken, 0, truths, false);
        for (int d = 0; d < detections; d++) {
            double best = THRESHOLDS[threshold];
            int match = -1;
            for (int i = 0; i < truths; i++) {
                if (i == counted && match >= 0) {
                    break; // a counted truth fits, so those that are not counted are left alone
                }
                int t = room.order[i];
                if (room.taken[t] && !truth.isExempt(groups.truth(firstTruth + t))) {
                    continue;
                }
                double overlap = room.overlaps[d * truths + t];
                if (overlap >= best) {
                    best = overlap;
                    match = i;
                }
            }
            if (match >= 0) {
                room.taken[room.order[match]] = true;
                outcome[firstDetection + d] |=
                        (1 << threshold) | (match >= counted ? 1 << (IouThresholds.COUNT + threshold) : 0);
            }
        }
    }

    /** Writes the truths' order, those first that count, and gives their number. */
    private int countedFirst(CocoArea area, int firstTruth, int truths, int[] order) {
        int counted = 0;
        for (int t = 0; t < truths; t++) {
            if (isCounted(area, groups.truth(firstTruth + t))) {
                order[counted++] = t;
            }
        }
        int at = counted;
        for (int t = 0; t < truths; t++) {
            if (!isCounted(area, groups.truth(firstTruth + t))) {
                order[at++] = t;
            }
        }
        return counted;
    }

    /** For a crowd, the overlap is the share of the detection's area that is inside it. */
    private double overlap(int detection, int box) {
        if (!truth.isExempt(box)) {
            return found.boxes().intersectionOverUnion(detection, truth.boxes(), box, 0);
        }
        double common = found.boxes().common(detection, truth.boxes(), box, 0);
        return common == 0 ? 0 : common / found.boxes().area(detection);
    }
}
