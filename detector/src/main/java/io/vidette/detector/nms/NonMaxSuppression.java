package io.vidette.detector.nms;

import java.util.ArrayList;
import java.util.List;

/**
 * Of candidates of one class that overlap, keeps the best: greedy, as in YOLOv5's {@code detect.py}. There, classes are
 * kept apart by moving the boxes of each 7680 pixels away; here by comparing the class, which gives the same boxes
 * without the rounding.
 *
 * @param iou overlap above which the lesser candidate goes, 0..1
 * @param maxDetections boxes kept for a picture
 */
public record NonMaxSuppression(float iou, int maxDetections) {
    /** Candidates looked at for a picture, best first. */
    private static final int MAX_CANDIDATES = 30_000;

    public NonMaxSuppression {
        if (!(iou >= 0 && iou <= 1) || maxDetections < 1) {
            throw new IllegalArgumentException("IoU " + iou + " or " + maxDetections + " detections out of range");
        }
    }

    /** The candidates that remain, best first. Their order does not matter; the list is not changed. */
    public List<Candidate> apply(List<Candidate> candidates) {
        List<Candidate> sorted = new ArrayList<>(candidates);
        sorted.sort(Candidate.BEST_FIRST);
        List<Candidate> kept = new ArrayList<>();
        for (Candidate candidate : sorted.subList(0, Math.min(sorted.size(), MAX_CANDIDATES))) {
            if (kept.size() == maxDetections) {
                break;
            }
            if (!isSuppressed(candidate, kept)) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    private boolean isSuppressed(Candidate candidate, List<Candidate> kept) {
        for (Candidate better : kept) {
            if (better.classId() == candidate.classId() && better.intersectionOverUnion(candidate) > iou) {
                return true;
            }
        }
        return false;
    }
}
