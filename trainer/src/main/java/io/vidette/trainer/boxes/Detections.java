package io.vidette.trainer.boxes;

import java.util.Arrays;

/**
 * The detections of a model in many images. Of equal scores, the one added first ranks higher.
 *
 * <p>Threading: filled by one thread, then read by any number.
 */
public final class Detections {
    private final Boxes boxes = new Boxes();
    private double[] scores = new double[boxes.capacity()];

    /**
     * Appends one.
     *
     * @param image index of its image, from 0
     * @param classIndex index of its class, from 0
     * @param left in pixels, as the other coordinates
     * @param score larger is better
     */
    public void add(int image, int classIndex, double left, double top, double width, double height, double score) {
        if (!Double.isFinite(score)) {
            throw new IllegalArgumentException("score " + score + " is not a number");
        }
        boxes.add(image, classIndex, left, top, width, height);
        if (scores.length < boxes.capacity()) {
            scores = Arrays.copyOf(scores, boxes.capacity());
        }
        scores[boxes.size() - 1] = score;
    }

    public int size() {
        return boxes.size();
    }

    public Boxes boxes() {
        return boxes;
    }

    public double[] scores() {
        return scores;
    }
}
