package io.vidette.detector.nms;

import java.util.Arrays;

/**
 * Boxes that may be objects, in columns that grow and are used again: tens of thousands of them make no garbage.
 *
 * <p>Threading: for one thread at a time.
 */
public final class Candidates {
    private static final int FIRST_CAPACITY = 256;

    private float[] x1 = new float[FIRST_CAPACITY];
    private float[] y1 = new float[FIRST_CAPACITY];
    private float[] x2 = new float[FIRST_CAPACITY];
    private float[] y2 = new float[FIRST_CAPACITY];
    private float[] score = new float[FIRST_CAPACITY];
    private int[] classId = new int[FIRST_CAPACITY];
    private int size;

    /** Forgets all and keeps the memory. */
    public void clear() {
        size = 0;
    }

    public int size() {
        return size;
    }

    /**
     * Adds a box; coordinates in pixels.
     *
     * @param newScore objectness times class probability, 0..1
     * @return false, and nothing added, where a number is not finite: broken weights give such
     */
    public boolean add(float left, float top, float right, float bottom, float newScore, int newClassId) {
        // One sum instead of five tests: it is finite when all of them are, or overflows, which no picture's box does.
        if (!Float.isFinite(left + top + right + bottom + newScore)) {
            return false;
        }
        if (size == x1.length) {
            grow();
        }
        x1[size] = left;
        y1[size] = top;
        x2[size] = right;
        y2[size] = bottom;
        score[size] = newScore;
        classId[size++] = newClassId;
        return true;
    }

    /** Adds a box given by its centre and size, as {@link #add}. */
    public boolean addCentred(float x, float y, float width, float height, float newScore, int newClassId) {
        return add(x - width / 2, y - height / 2, x + width / 2, y + height / 2, newScore, newClassId);
    }

    private void grow() {
        int capacity = size * 2;
        x1 = Arrays.copyOf(x1, capacity);
        y1 = Arrays.copyOf(y1, capacity);
        x2 = Arrays.copyOf(x2, capacity);
        y2 = Arrays.copyOf(y2, capacity);
        score = Arrays.copyOf(score, capacity);
        classId = Arrays.copyOf(classId, capacity);
    }

    public float x1(int index) {
        return x1[index];
    }

    public float y1(int index) {
        return y1[index];
    }

    public float x2(int index) {
        return x2[index];
    }

    public float y2(int index) {
        return y2[index];
    }

    public float score(int index) {
        return score[index];
    }

    public int classId(int index) {
        return classId[index];
    }

    /** Adds a box of other candidates under a new score. */
    void addFrom(Candidates other, int index, float newScore) {
        add(other.x1[index], other.y1[index], other.x2[index], other.y2[index], newScore, other.classId[index]);
    }

    /**
     * An order that does not depend on the places of the boxes, for those with equal scores: by class, then by corners. 0
     * only for boxes that are the same.
     */
    int compareByPlace(int a, int b) {
        int order = Integer.compare(classId[a], classId[b]);
        order = order != 0 ? order : Float.compare(x1[a], x1[b]);
        order = order != 0 ? order : Float.compare(y1[a], y1[b]);
        order = order != 0 ? order : Float.compare(x2[a], x2[b]);
        return order != 0 ? order : Float.compare(y2[a], y2[b]);
    }

    /** Area in common over area in all, 0..1; 0 for two boxes without area. */
    float intersectionOverUnion(int a, int b) {
        float width = Math.min(x2[a], x2[b]) - Math.max(x1[a], x1[b]);
        float height = Math.min(y2[a], y2[b]) - Math.max(y1[a], y1[b]);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        float common = width * height;
        return common / (area(a) + area(b) - common);
    }

    private float area(int index) {
        return (x2[index] - x1[index]) * (y2[index] - y1[index]);
    }
}
