package io.vidette.topology.tracker;

import io.vidette.topology.message.Box;

/**
 * How a box moves: its centre at a constant velocity (SORT, arXiv:1602.00763), width and height (as BoT-SORT,
 * arXiv:2206.14651, has them) at random, because a size that keeps growing behind a pillar would match anything. The
 * noise is proportional to the size, as in DeepSORT (arXiv:1703.07402). As neither model nor measurement mixes the four
 * coordinates,
 * the filter separates into one for each coordinate.
 */
public record Motion(KalmanAxis x, KalmanAxis y, KalmanAxis width, KalmanAxis height) {
    /** Standard deviation of an edge of a detection with score 1, in sizes of the object. */
    private static final double BOX_NOISE = 0.05;

    /**
     * What a score of 0 adds to it, in the same unit: the box of a half hidden object covers its visible part alone.
     */
    private static final double DOUBT_NOISE = 0.15;

    /** Standard deviation of the speed at which an object appears, in sizes per second. */
    private static final double FIRST_SPEED = 1.5;

    /** Root of the density of the acceleration, in sizes per second^1.5. */
    private static final double ACCELERATION = 0.6;

    /** By how much width and height wander, in sizes per root of a second. */
    private static final double GROWTH = 0.05;

    private static final float FURTHEST = 1e7f;

    /** Of a box that was seen once. */
    static Motion first(Box box, double score) {
        double size = size(box.width(), box.height());
        double noise = boxNoise(size, score);
        return new Motion(
                KalmanAxis.first(centre(box.x1(), box.x2()), noise, FIRST_SPEED * size),
                KalmanAxis.first(centre(box.y1(), box.y2()), noise, FIRST_SPEED * size),
                KalmanAxis.first(box.width(), noise, 0),
                KalmanAxis.first(box.height(), noise, 0));
    }

    /** Later. */
    Motion predict(double seconds) {
        double size = size();
        double moved = square(ACCELERATION * size);
        double grown = square(GROWTH * size);
        return new Motion(
                x.predict(seconds, moved),
                y.predict(seconds, moved),
                width.drift(seconds, grown),
                height.drift(seconds, grown));
    }

    /** With a box that was seen now. */
    Motion update(Box box, double score) {
        double noise = boxNoise(size(), score);
        return new Motion(
                x.update(centre(box.x1(), box.x2()), noise),
                y.update(centre(box.y1(), box.y2()), noise),
                width.update(box.width(), noise),
                height.update(box.height(), noise));
    }

    /** How badly a box fits, as {@link KalmanAxis#surprise} has it, over all coordinates. */
    double surprise(Box box, double score) {
        double noise = boxNoise(size(), score);
        return x.surprise(centre(box.x1(), box.x2()), noise)
                + y.surprise(centre(box.y1(), box.y2()), noise)
                + width.surprise(box.width(), noise)
                + height.surprise(box.height(), noise);
    }

    /** Where it is. */
    Box box() {
        double halfWidth = Math.max(0, width.at()) / 2;
        double halfHeight = Math.max(0, height.at()) / 2;
        return new Box(
                near(x.at() - halfWidth),
                near(y.at() - halfHeight),
                near(x.at() + halfWidth),
                near(y.at() + halfHeight));
    }

    /** Standard deviation of the centre, in pixels. */
    double uncertainty() {
        return Math.sqrt(Math.max(0, (x.varAt() + y.varAt()) / 2));
    }

    /** Side of the square of the same area, in pixels, at least 1. */
    double size() {
        return size(width.at(), height.at());
    }

    private static double size(double width, double height) {
        return Math.max(1, Math.sqrt(Math.max(0, width) * Math.max(0, height)));
    }

    private static double boxNoise(double size, double score) {
        return (BOX_NOISE + DOUBT_NOISE * (1 - score)) * size;
    }

    private static double centre(double near, double far) {
        return (near + far) / 2;
    }

    private static float near(double value) {
        return (float) Math.max(-FURTHEST, Math.min(FURTHEST, value));
    }

    private static double square(double value) {
        return value * value;
    }
}
