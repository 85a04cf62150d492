package io.vidette.detector.compile;

/** What the program of an exported model says of the boxes that it found. */
public enum HeadOutput {
    /**
     * {@code [pictures, 4 + classes, boxes]}: centre, width and height in pixels, then the score of each class, 0..1. There
     * are neither anchors nor an objectness, and boxes overlap.
     */
    ANCHOR_FREE("anchor-free"),
    /** {@code [pictures, boxes, 6]}: left, top, right, bottom in pixels, score, class. Each is an object of its own. */
    END_TO_END("end-to-end");

    private final String text;

    HeadOutput(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
