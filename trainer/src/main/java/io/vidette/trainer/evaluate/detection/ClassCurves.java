package io.vidette.trainer.evaluate.detection;

/**
 * The curves of one class at overlap .50, each with a value for every thousandth from 0 to 1.
 *
 * <p>Threading: the arrays are not written after construction.
 */
public final class ClassCurves {
    /** Values of a curve. */
    public static final int POINTS = 1000;

    private final int classIndex;
    private final double ap50;
    private final double[] precision;
    private final double[] recall;
    private final double[] f1;
    private final double[] precisionAtRecall;

    ClassCurves(
            int classIndex, double ap50, double[] precision, double[] recall, double[] f1, double[] precisionAtRecall) {
        this.classIndex = classIndex;
        this.ap50 = ap50;
        this.precision = precision;
        this.recall = recall;
        this.f1 = f1;
        this.precisionAtRecall = precisionAtRecall;
    }

    public int classIndex() {
        return classIndex;
    }

    public double ap50() {
        return ap50;
    }

    /** By confidence. */
    public double[] precision() {
        return precision.clone();
    }

    /** By confidence. */
    public double[] recall() {
        return recall.clone();
    }

    /** By confidence. */
    public double[] f1() {
        return f1.clone();
    }

    /** By recall. */
    public double[] precisionAtRecall() {
        return precisionAtRecall.clone();
    }
}
