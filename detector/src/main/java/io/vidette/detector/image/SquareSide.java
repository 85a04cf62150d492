package io.vidette.detector.image;

import io.vidette.topology.fault.UserError;

/** The side of the square that pictures are fitted into, in pixels. */
public final class SquareSide {
    /** The valid sides, in words. */
    public static final String RANGE = "32..4096, a multiple of 32";

    private static final int STEP = 32;
    private static final int LARGEST = 4096;

    private SquareSide() {}

    /** Whether a square may have this side. */
    public static boolean isValid(int pixels) {
        return pixels >= STEP && pixels <= LARGEST && pixels % STEP == 0;
    }

    /** The next multiple, as YOLOv5 takes, or the nearest end of the range. */
    public static int next(int pixels) {
        int within = Math.max(STEP, Math.min(LARGEST, pixels));
        return (within + STEP - 1) / STEP * STEP;
    }

    /**
     * The side that a model is served at: the wanted one, or, where that is 0, the one that it was trained at, raised to a
     * multiple of 32 and of its largest stride.
     *
     * @param model its name, for the error
     * @param wanted a valid side, or 0
     * @param trained as the weights say
     * @param stride the largest of the network
     * @throws UserError when the trained side is invalid, or the wanted one does not fit the stride
     */
    public static int of(String model, int wanted, int trained, int stride) {
        if (wanted != 0) {
            if (wanted % stride != 0) {
                throw new UserError("image size " + wanted + " is not a multiple of " + stride
                        + ", the largest stride of the model '" + model + "'; take the next multiple");
            }
            return wanted;
        }
        int step = Math.max(STEP, stride);
        long side = ((long) trained + step - 1) / step * step;
        if (trained < 1 || side > LARGEST || side % STEP != 0 || side % stride != 0) {
            throw new UserError("the model '" + model + "' says that it was trained at " + trained
                    + " pixels, at which it cannot be served; set model.imageSize (--img)");
        }
        return (int) side;
    }
}
