package io.vidette.detector.image;

/** How a picture is fitted into a square: Ultralytics' ways, which differ by less than a pixel, and Darknet's. */
public enum Fit {
    /** As its {@code detect.py}: sides rounded to whole pixels, scaled along straight lines between pixels. */
    DETECT,
    /**
     * As the predictor of Ultralytics' newer models: the same square, and boxes go back by the scale of each side and the
     * whole pixels of padding.
     */
    PREDICT,
    /**
     * As its {@code val.py}: sides rounded up, and the mean of the pixels where a picture is made smaller. What published
     * figures were measured with.
     */
    VALIDATE,
    /** Over the whole square whatever its shape, as Darknet does unless the cfg says {@code letter_box=1}. */
    STRETCH
}
