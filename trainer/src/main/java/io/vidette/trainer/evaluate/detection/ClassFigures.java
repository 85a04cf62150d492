package io.vidette.trainer.evaluate.detection;

/**
 * YOLOv5's figures of a class, or of all, each 0..1.
 *
 * @param classIndex -1 for all
 * @param images that hold an object of it
 * @param objects that are to be found
 * @param precision at the confidence of the best mean F1
 * @param recall at the same
 * @param f1 at the same
 * @param ap50 average precision at overlap .50
 * @param ap mean over the overlaps .50, .55, ... .95
 */
public record ClassFigures(
        int classIndex, int images, int objects, double precision, double recall, double f1, double ap50, double ap) {}
