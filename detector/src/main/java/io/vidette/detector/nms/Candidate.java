package io.vidette.detector.nms;

import java.util.Comparator;

/**
 * A box that may be an object.
 *
 * @param score objectness times class probability
 */
public record Candidate(float x1, float y1, float x2, float y2, float score, int classId) {
    /** Best score first; the rest of the order only makes the outcome independent of the order of the input. */
    static final Comparator<Candidate> BEST_FIRST = Comparator.comparingDouble(Candidate::score)
            .reversed()
            .thenComparingInt(Candidate::classId)
            .thenComparingDouble(Candidate::x1)
            .thenComparingDouble(Candidate::y1)
            .thenComparingDouble(Candidate::x2)
            .thenComparingDouble(Candidate::y2);

    /** Reads centre and size. */
    public static Candidate centred(float x, float y, float width, float height, float score, int classId) {
        return new Candidate(x - width / 2, y - height / 2, x + width / 2, y + height / 2, score, classId);
    }

    /** Whether every coordinate and the score are finite; broken weights give others. */
    public boolean isFinite() {
        return Float.isFinite(x1)
                && Float.isFinite(y1)
                && Float.isFinite(x2)
                && Float.isFinite(y2)
                && Float.isFinite(score);
    }

    float area() {
        return (x2 - x1) * (y2 - y1);
    }

    /** Area in common over area in all, 0..1; 0 for two boxes without area. */
    float intersectionOverUnion(Candidate other) {
        float width = Math.min(x2, other.x2) - Math.max(x1, other.x1);
        float height = Math.min(y2, other.y2) - Math.max(y1, other.y1);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        float common = width * height;
        return common / (area() + other.area() - common);
    }
}
