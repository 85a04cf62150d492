package io.vidette.detector.nms;

/** The score that a box must be above: one for all classes, or one for each. */
public final class ScoreThresholds {
    private final float[] byClass;
    private final float least;

    private ScoreThresholds(float least, float[] byClass) {
        this.least = least;
        this.byClass = byClass;
    }

    /** One for all classes. */
    public static ScoreThresholds of(float common) {
        return new ScoreThresholds(common, new float[0]);
    }

    /**
     * One for each class.
     *
     * @param byClass by the number of the class; at least one
     */
    public static ScoreThresholds of(float[] byClass) {
        float least = Float.MAX_VALUE;
        for (float threshold : byClass) {
            least = Math.min(least, threshold);
        }
        return new ScoreThresholds(least, byClass.clone());
    }

    public float forClass(int classId) {
        return byClass.length == 0 ? least : byClass[classId];
    }

    /** The lowest threshold: a box whose score is not above it is discarded, whatever its class. */
    public float least() {
        return least;
    }
}
