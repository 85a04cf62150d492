package io.vidette.detector.image;

import io.vidette.topology.message.Box;

/**
 * How a picture lies in the square that a network looks at: scaled to fit, centred, the rest filled with gray. The
 * rounding is YOLOv5's, so that the same picture gives the same numbers: half to even, and an odd row or column of
 * padding goes below or to the right.
 *
 * @param side of the square
 * @param width of the picture
 * @param height of the picture
 * @param scaledWidth of the picture within the square
 * @param left columns of gray before the picture
 * @param top rows of gray above the picture
 */
public record Letterbox(int side, int width, int height, int scaledWidth, int scaledHeight, int left, int top) {
    /** The gray of the padding, for each colour. */
    public static final int GRAY = 114;

    /** Fits a picture of this size, of at least one pixel. */
    public static Letterbox fit(int width, int height, int side) {
        double gain = gain(width, height, side);
        int scaledWidth = Math.max(1, (int) Math.rint(width * gain));
        int scaledHeight = Math.max(1, (int) Math.rint(height * gain));
        int left = (int) Math.rint((side - scaledWidth) / 2.0 - 0.1);
        int top = (int) Math.rint((side - scaledHeight) / 2.0 - 0.1);
        return new Letterbox(side, width, height, scaledWidth, scaledHeight, left, top);
    }

    /** Whether the picture lies in the square pixel by pixel. */
    public boolean isUnscaled() {
        return scaledWidth == width && scaledHeight == height;
    }

    /** From the square to the picture, cut at its edges. The coordinates must be finite. */
    public Box toPicture(float x1, float y1, float x2, float y2) {
        double gain = gain(width, height, side);
        double padX = (side - width * gain) / 2;
        double padY = (side - height * gain) / 2;
        return new Box(
                clip((x1 - padX) / gain, width),
                clip((y1 - padY) / gain, height),
                clip((x2 - padX) / gain, width),
                clip((y2 - padY) / gain, height));
    }

    /** From the picture to the square. */
    public Box toSquare(Box box) {
        double gain = gain(width, height, side);
        double padX = (side - width * gain) / 2;
        double padY = (side - height * gain) / 2;
        return new Box(
                (float) (box.x1() * gain + padX),
                (float) (box.y1() * gain + padY),
                (float) (box.x2() * gain + padX),
                (float) (box.y2() * gain + padY));
    }

    private static double gain(int width, int height, int side) {
        return Math.min((double) side / width, (double) side / height);
    }

    private static float clip(double value, int limit) {
        return (float) Math.max(0, Math.min(value, limit));
    }
}
