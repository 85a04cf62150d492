package io.vidette.trainer.evaluate.tracking;

/**
 * A line of MOTChallenge's text files (arXiv:1603.00831): {@code frame,id,left,top,width,height,confidence,class,visibility}.
 *
 * @param frame from 1
 * @param id of the object; of a mere detection -1
 * @param left in pixels
 * @param top in pixels
 * @param width in pixels, 0 or more
 * @param height in pixels, 0 or more
 * @param confidence of a detection; of a true box 0 where it does not count
 * @param classId as MOT16 and later number them, 1 being a pedestrian; -1 where the file has none
 */
public record MotRow(
        int frame, int id, double left, double top, double width, double height, double confidence, int classId) {
    /** Intersection over union; 0 where neither has an area. */
    double overlap(MotRow other) {
        double across = Math.min(left + width, other.left + other.width) - Math.max(left, other.left);
        double down = Math.min(top + height, other.top + other.height) - Math.max(top, other.top);
        if (across <= 0 || down <= 0) {
            return 0;
        }
        double both = across * down;
        return both / (width * height + other.width * other.height - both);
    }
}
