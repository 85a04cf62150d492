package io.vidette.topology.occupancy;

import io.vidette.topology.message.Box;
import io.vidette.topology.message.ObjectId;
import io.vidette.topology.zone.Point;

/**
 * An object that a frame shows.
 *
 * @param foot middle of its box's lower edge, where it stands; always inside the picture, even if the box is not
 * @param height of its box, as a share of the picture's
 */
public record Sighting(ObjectId id, String label, Point foot, double height) {
    /**
     * Of a box in pixels.
     *
     * @param width of the frame in pixels, above 0
     * @param height of the frame in pixels, above 0
     */
    public static Sighting of(ObjectId id, String label, Box box, int width, int height) {
        return new Sighting(id, label, foot(box, width, height), box.height() / height);
    }

    /** Where a box stands. */
    public static Point foot(Box box, int width, int height) {
        return new Point((box.x1() + box.x2()) / 2.0 / width, (double) box.y2() / height).clamped();
    }
}
