package io.vidette.detector.nms;

/**
 * How overlapping boxes are thinned out.
 *
 * @param iou overlap above which a box counts as the same object, 0..1
 * @param sigma width of {@link SuppressionMethod#SOFT_GAUSSIAN}; larger spares more
 * @param acrossClasses whether a box of another class counts too
 * @param maxDetections boxes kept for a picture
 */
public record SuppressionRules(
        SuppressionMethod method, float iou, float sigma, boolean acrossClasses, int maxDetections) {
    public SuppressionRules {
        if (!(iou >= 0 && iou <= 1) || !(sigma > 0 && sigma <= 10) || maxDetections < 1) {
            throw new IllegalArgumentException(
                    "IoU " + iou + ", sigma " + sigma + " or " + maxDetections + " detections out of range");
        }
    }

    /** Greedy and by class, as in YOLOv5's {@code detect.py}. */
    public static SuppressionRules greedy(float iou, int maxDetections) {
        return new SuppressionRules(SuppressionMethod.GREEDY, iou, 0.5f, false, maxDetections);
    }
}
