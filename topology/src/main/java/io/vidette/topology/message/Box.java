package io.vidette.topology.message;

/**
 * An axis-aligned box in pixels of the frame as published; the origin is the top left corner, {@code x2} and {@code y2}
 * are the far edges. A coordinate that is not finite, or a far edge before the near one, is refused.
 */
public record Box(float x1, float y1, float x2, float y2) {
    public Box {
        if (!Float.isFinite(x1) || !Float.isFinite(y1) || !Float.isFinite(x2) || !Float.isFinite(y2)) {
            throw new IllegalArgumentException("box with a coordinate that is not finite");
        }
        if (x2 < x1 || y2 < y1) {
            throw new IllegalArgumentException(
                    "box whose right or lower edge is before the opposite one: " + x1 + "," + y1 + "," + x2 + "," + y2);
        }
    }

    /** Width in pixels. */
    public float width() {
        return x2 - x1;
    }

    /** Height in pixels. */
    public float height() {
        return y2 - y1;
    }
}
