package io.vidette.trainer.boxes;

/** What the far edges of a box are. */
public enum BoxEdges {
    /** Lines between pixels: a box from 3 to 5 is two pixels wide. */
    LINES(0),
    /** The last pixels inside, as in the files of Pascal VOC: a box from 3 to 5 is three pixels wide. */
    PIXELS(1);

    private final double added;

    BoxEdges(double added) {
        this.added = added;
    }

    /** Pixels by which a length exceeds the difference of its ends. */
    public double added() {
        return added;
    }
}
