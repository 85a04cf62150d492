package io.vidette.topology.diff;

import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Matches the detections of two models on one frame. In order of score, each detection of the first model takes the
 * detection of the second with the same label and the largest overlap that is not matched yet.
 *
 * @param pairs the same object
 * @param onlyA detections of the first model only
 * @param onlyB detections of the second model only
 */
public record DetectionMatching(List<Pair> pairs, List<Detection> onlyA, List<Detection> onlyB) {
    public DetectionMatching {
        pairs = List.copyOf(pairs);
        onlyA = List.copyOf(onlyA);
        onlyB = List.copyOf(onlyB);
    }

    /** The same object, as each model found it. */
    public record Pair(Detection a, Detection b) {}

    /**
     * Matches.
     *
     * @param iou overlap that makes a pair, above 0 to 1: area in common over area in all
     */
    public static DetectionMatching of(List<Detection> a, List<Detection> b, double iou) {
        List<Pair> pairs = new ArrayList<>();
        List<Detection> onlyA = new ArrayList<>();
        List<Detection> left = new ArrayList<>(b);
        for (Detection detection : a.stream()
                .sorted(Comparator.comparing(Detection::score).reversed())
                .toList()) {
            int best = -1;
            double bestOverlap = 0;
            for (int i = 0; i < left.size(); i++) {
                double overlap = overlap(detection.box(), left.get(i).box());
                if (overlap >= iou
                        && overlap > bestOverlap
                        && detection.label().equals(left.get(i).label())) {
                    best = i;
                    bestOverlap = overlap;
                }
            }
            if (best < 0) {
                onlyA.add(detection);
            } else {
                pairs.add(new Pair(detection, left.remove(best)));
            }
        }
        return new DetectionMatching(pairs, onlyA, left);
    }

    /** How much the two differ: the scores of what only one of them found, added up. */
    public double difference() {
        double sum = 0;
        for (Detection detection : onlyA) {
            sum += detection.score();
        }
        for (Detection detection : onlyB) {
            sum += detection.score();
        }
        return sum;
    }

    static double overlap(Box a, Box b) {
        double width = Math.min(a.x2(), b.x2()) - Math.max(a.x1(), b.x1());
        double height = Math.min(a.y2(), b.y2()) - Math.max(a.y1(), b.y1());
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double common = width * height;
        return common / ((double) a.width() * a.height() + (double) b.width() * b.height() - common);
    }
}
