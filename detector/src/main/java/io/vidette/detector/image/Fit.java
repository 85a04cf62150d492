package io.vidette.detector.image;

/** The two ways in which YOLOv5 fits a picture into a square. They differ by less than a pixel. */
public enum Fit {
    /** As its {@code detect.py}: sides rounded to whole pixels, scaled along straight lines between pixels. */
    DETECT,
    /**
     * As its {@code val.py}: sides rounded up, and the mean of the pixels where a picture is made smaller. What published
     * figures were measured with.
     */
    VALIDATE
}
