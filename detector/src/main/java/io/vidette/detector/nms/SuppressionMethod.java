package io.vidette.detector.nms;

/** What becomes of a candidate that overlaps a better one. */
public enum SuppressionMethod {
    /** It goes, where the overlap is above the threshold. */
    GREEDY,
    /** Its score is multiplied by 1 - IoU, where that is above the threshold (Soft-NMS, arXiv 1704.04503, equation 2). */
    SOFT_LINEAR,
    /** Its score is multiplied by exp(-IoU² / sigma), whatever the overlap (the same, equation 3). */
    SOFT_GAUSSIAN
}
