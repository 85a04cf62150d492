package io.vidette.topology.tracker;

import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import java.time.Instant;
import java.util.List;

/**
 * Assigns detections to tracks: of one class, overlapping, and in total the most likely pairing. Overlap alone confuses
 * people who pass each other; the filter also knows its own uncertainty, their size and where their feet are.
 */
final class Association {
    /** By how much boxes grow at most before they are compared, in sizes of the object. */
    private static final double MOST_GROWTH = 0.5;

    private Association() {}

    /**
     * Pairs them.
     *
     * @param limit of {@link Motion#surprise}
     * @param least overlap of a pair
     * @return for each track the index of its detection, or -1
     */
    static int[] pair(List<Track> tracks, List<Detection> detections, Instant at, double limit, double least) {
        double[][] gains = new double[tracks.size()][detections.size()];
        for (int i = 0; i < gains.length; i++) {
            Motion motion = tracks.get(i).predict(at);
            Box where = motion.box();
            double growth = Math.min(MOST_GROWTH * motion.size(), motion.uncertainty());
            for (int j = 0; j < gains[i].length; j++) {
                Detection detection = detections.get(j);
                if (detection.label().equals(tracks.get(i).last().label())) {
                    double overlap = overlap(where, detection.box(), growth);
                    // The gain relative to the limit: two bad pairs must not outweigh one good pair.
                    gains[i][j] = overlap < least ? 0 : limit - motion.surprise(detection.box(), detection.score());
                }
            }
        }
        return Assignment.best(gains);
    }

    /**
     * Intersection over union of two boxes, each extended on all sides by the uncertainty of the prediction: the
     * buffered IoU of
     * arXiv:2211.13317, with the filter's own deviation as the buffer.
     */
    static double overlap(Box a, Box b, double growth) {
        double across = Math.min(a.x2(), b.x2()) - Math.max(a.x1(), b.x1()) + 2 * growth;
        double down = Math.min(a.y2(), b.y2()) - Math.max(a.y1(), b.y1()) + 2 * growth;
        if (across <= 0 || down <= 0) {
            return 0;
        }
        double both = across * down;
        double all = area(a, growth) + area(b, growth) - both;
        return all > 0 ? both / all : 0;
    }

    private static double area(Box box, double growth) {
        return (box.width() + 2 * growth) * (box.height() + 2 * growth);
    }
}
