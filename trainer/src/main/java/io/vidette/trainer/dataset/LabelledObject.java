package io.vidette.trainer.dataset;

/**
 * An object as labelled. The unit of its box is that of its {@link LabelledImage}.
 *
 * @param area of the object, in the unit squared; COCO's is that of the outline, else it is the box's
 * @param isExempt a crowd in COCO, a difficult object in VOC: neither finding nor missing it counts
 */
public record LabelledObject(
        int classIndex, double left, double top, double width, double height, double area, boolean isExempt) {
    public LabelledObject {
        if (classIndex < 0 || !(width > 0 && height > 0) || !Double.isFinite(left + top + width + height + area)) {
            throw new IllegalArgumentException("object of class " + classIndex + " in a box of " + width + "x" + height
                    + " at " + left + "," + top);
        }
    }

    /** An object that must be found, whose area is its box's. */
    static LabelledObject of(int classIndex, double left, double top, double width, double height) {
        return new LabelledObject(classIndex, left, top, width, height, width * height, false);
    }
}
