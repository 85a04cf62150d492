package io.vidette.trainer.dataset;

/** Kinds of {@link LabelProblem}, by which they are counted. */
public enum LabelFault {
    /** A row or an element that cannot be read: too few values, too many, or one that is not a number. */
    MALFORMED("malformed"),
    /** NaN or infinite. */
    NOT_FINITE("not finite"),
    /** A class that the data set does not have, or a negative one. */
    UNKNOWN_CLASS("unknown class"),
    /** A box that leaves the picture. */
    OUTSIDE("outside the picture"),
    /** A box without width or height. */
    NO_AREA("without area"),
    /** The same object once more, or the same picture. */
    DUPLICATE("duplicate"),
    /** An annotation of a picture that the data set does not have. */
    UNKNOWN_IMAGE("unknown picture"),
    /** A picture without a label file; it counts as one without objects. */
    NO_LABELS("no label file"),
    /** A picture that is named but not there. */
    NO_IMAGE("picture not there"),
    /** A picture that cannot be decoded. */
    UNUSABLE_IMAGE("picture not decodable"),
    /** A picture of another size than its labels say, or labels that do not say. */
    WRONG_SIZE("wrong size");

    private final String text;

    LabelFault(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
