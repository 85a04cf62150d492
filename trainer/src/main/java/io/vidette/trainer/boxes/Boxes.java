package io.vidette.trainer.boxes;

import java.util.Arrays;

/**
 * Boxes of many images in columns of primitives, so that a million boxes need no objects.
 *
 * <p>Threading: filled by one thread, then read by any number.
 */
public final class Boxes {
    private int size;
    private int[] images = new int[64];
    private int[] classes = new int[64];
    private double[] lefts = new double[64];
    private double[] tops = new double[64];
    private double[] widths = new double[64];
    private double[] heights = new double[64];

    /**
     * Appends a box.
     *
     * @param image index of its image, from 0
     * @param classIndex index of its class, from 0
     */
    void add(int image, int classIndex, double left, double top, double width, double height) {
        if (image < 0 || classIndex < 0) {
            throw new IllegalArgumentException("box of image " + image + " and class " + classIndex);
        }
        if (size == images.length) {
            grow();
        }
        images[size] = image;
        classes[size] = classIndex;
        lefts[size] = left;
        tops[size] = top;
        widths[size] = width;
        heights[size] = height;
        size++;
    }

    private void grow() {
        int capacity = Math.multiplyExact(size, 2);
        images = Arrays.copyOf(images, capacity);
        classes = Arrays.copyOf(classes, capacity);
        lefts = Arrays.copyOf(lefts, capacity);
        tops = Arrays.copyOf(tops, capacity);
        widths = Arrays.copyOf(widths, capacity);
        heights = Arrays.copyOf(heights, capacity);
    }

    public int size() {
        return size;
    }

    /** Boxes that fit before the columns grow. */
    int capacity() {
        return images.length;
    }

    public int image(int box) {
        return images[box];
    }

    public int classIndex(int box) {
        return classes[box];
    }

    public double area(int box) {
        return widths[box] * heights[box];
    }

    /** One more than the largest index of an image. */
    public int imageBound() {
        return bound(images);
    }

    /** One more than the largest index of a class. */
    public int classBound() {
        return bound(classes);
    }

    private int bound(int[] column) {
        int bound = 0;
        for (int i = 0; i < size; i++) {
            bound = Math.max(bound, column[i] + 1);
        }
        return bound;
    }

    /**
     * Area of the intersection.
     *
     * @param pixel 0 where edges are lines; 1 where they are the last pixels inside, as in Pascal VOC
     */
    public double common(int box, Boxes others, int other, double pixel) {
        double width = Math.min(lefts[box] + widths[box], others.lefts[other] + others.widths[other])
                - Math.max(lefts[box], others.lefts[other])
                + pixel;
        if (width <= 0) {
            return 0;
        }
        double height = Math.min(tops[box] + heights[box], others.tops[other] + others.heights[other])
                - Math.max(tops[box], others.tops[other])
                + pixel;
        return height <= 0 ? 0 : width * height;
    }

    /** Intersection over union, 0..1; 0 for two boxes without area. */
    public double intersectionOverUnion(int box, Boxes others, int other, double pixel) {
        double common = common(box, others, other, pixel);
        if (common == 0) {
            return 0;
        }
        double own = (widths[box] + pixel) * (heights[box] + pixel);
        double its = (others.widths[other] + pixel) * (others.heights[other] + pixel);
        return common / (own + its - common);
    }
}
