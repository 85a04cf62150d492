package io.vidette.trainer.boxes;

import java.util.Arrays;

/**
 * The labelled objects of many images.
 *
 * <p>Threading: filled by one thread, then read by any number.
 */
public final class GroundTruth {
    private final Boxes boxes = new Boxes();
    private double[] areas = new double[boxes.capacity()];
    private boolean[] exempt = new boolean[boxes.capacity()];

    /** Appends an object that must be found, whose area is its box's. */
    public void add(int image, int classIndex, double left, double top, double width, double height) {
        add(image, classIndex, left, top, width, height, width * height, false);
    }

    /**
     * Appends an object.
     *
     * @param image index of its image, from 0
     * @param classIndex index of its class, from 0
     * @param left in pixels, as the other coordinates
     * @param area in square pixels; COCO's is that of the outline, not of the box
     * @param isExempt a crowd in COCO, a difficult object in VOC: neither finding nor missing it counts
     */
    public void add(
            int image,
            int classIndex,
            double left,
            double top,
            double width,
            double height,
            double area,
            boolean isExempt) {
        boxes.add(image, classIndex, left, top, width, height);
        if (areas.length < boxes.capacity()) {
            areas = Arrays.copyOf(areas, boxes.capacity());
            exempt = Arrays.copyOf(exempt, boxes.capacity());
        }
        areas[boxes.size() - 1] = area;
        exempt[boxes.size() - 1] = isExempt;
    }

    public int size() {
        return boxes.size();
    }

    public Boxes boxes() {
        return boxes;
    }

    public double area(int box) {
        return areas[box];
    }

    public boolean isExempt(int box) {
        return exempt[box];
    }
}
