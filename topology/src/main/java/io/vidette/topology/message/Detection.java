package io.vidette.topology.message;

/**
 * One object found in a frame.
 *
 * @param classId index of the class in the model, from 0
 * @param label name of the class as the model carries it
 * @param score objectness times class probability, 0..1
 * @param box in pixels of the frame
 */
public record Detection(int classId, String label, float score, Box box) {
    public Detection {
        if (classId < 0) {
            throw new IllegalArgumentException("class id " + classId + " is negative");
        }
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("score " + score + " is outside 0..1");
        }
    }
}
