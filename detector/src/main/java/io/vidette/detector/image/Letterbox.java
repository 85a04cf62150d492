package io.vidette.detector.image;

import io.vidette.topology.message.Box;

/**
 * Position of a picture in the square input of a network: scaled to fit, centred, the rest filled with gray; with
 * {@link Fit#STRETCH} nothing is left. The
 * rounding is YOLOv5's, so that the same picture gives the same numbers: half to even or up, as {@link Fit} says, and an
 * odd row or column of padding goes below or to the right.
 *
 * @param side of the square
 * @param width of the picture
 * @param height of the picture
 * @param scaledWidth of the picture within the square
 * @param left columns of gray before the picture
 * @param top rows of gray above the picture
 */
public record Letterbox(
        Fit fit, int side, int width, int height, int scaledWidth, int scaledHeight, int left, int top) {
    /** The gray of the padding, for each colour. */
    public static final int GRAY = 114;

    /** Fits a picture of this size, of at least one pixel, for detection. */
    public static Letterbox fit(int width, int height, int side) {
        return fit(width, height, side, Fit.DETECT);
    }

    /** Fits a picture of this size, of at least one pixel. */
    public static Letterbox fit(int width, int height, int side, Fit fit) {
        int scaledWidth = scaled(width, Math.max(width, height), side, fit);
        int scaledHeight = scaled(height, Math.max(width, height), side, fit);
        int left = (int) Math.rint((side - scaledWidth) / 2.0 - 0.1);
        int top = (int) Math.rint((side - scaledHeight) / 2.0 - 0.1);
        return new Letterbox(fit, side, width, height, scaledWidth, scaledHeight, left, top);
    }

    private static int scaled(int length, int longest, int side, Fit fit) {
        double exact = length * ((double) side / longest);
        return switch (fit) {
            case DETECT, PREDICT -> Math.max(1, (int) Math.rint(exact));
            // At most the side: what rounding leaves of the longest may lie a trifle above it.
            case VALIDATE -> Math.min(side, (int) Math.ceil(exact));
            case STRETCH -> side;
        };
    }

    /** Whether the picture lies in the square pixel by pixel. */
    public boolean isUnscaled() {
        return scaledWidth == width && scaledHeight == height;
    }

    /** From the square to the picture, cut at its edges. The coordinates must be finite. */
    public Box toPicture(float x1, float y1, float x2, float y2) {
        double gainX = gainX();
        double gainY = gainY();
        double padX = padX();
        double padY = padY();
        return new Box(
                clip((x1 - padX) / gainX, width),
                clip((y1 - padY) / gainY, height),
                clip((x2 - padX) / gainX, width),
                clip((y2 - padY) / gainY, height));
    }

    /** From the picture to the square. */
    public Box toSquare(Box box) {
        double gainX = gainX();
        double gainY = gainY();
        double padX = padX();
        double padY = padY();
        return new Box(
                (float) (box.x1() * gainX + padX),
                (float) (box.y1() * gainY + padY),
                (float) (box.x2() * gainX + padX),
                (float) (box.y2() * gainY + padY));
    }

    private double padX() {
        return fit == Fit.PREDICT ? left : (side - width * gainX()) / 2;
    }

    private double padY() {
        return fit == Fit.PREDICT ? top : (side - height * gainY()) / 2;
    }

    private double gainX() {
        return fit == Fit.DETECT ? gain() : (double) scaledWidth / width;
    }

    private double gainY() {
        return fit == Fit.DETECT ? gain() : (double) scaledHeight / height;
    }

    /** The same both ways: detect.py takes boxes back without the rounding. */
    private double gain() {
        return Math.min((double) side / width, (double) side / height);
    }

    private static float clip(double value, int limit) {
        return (float) Math.max(0, Math.min(value, limit));
    }
}
