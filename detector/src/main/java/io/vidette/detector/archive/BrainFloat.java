package io.vidette.detector.archive;

/** bfloat16: the upper half of a 32-bit float. */
final class BrainFloat {
    private static final int HALF = 0x7fff;

    private BrainFloat() {}

    /** Exact: every one is a float. */
    static float toFloat(short brain) {
        return Float.intBitsToFloat(brain << 16);
    }

    /** Rounds to nearest, ties to even; NaN stays NaN. */
    static short ofFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + HALF + ((bits >>> 16) & 1)) >>> 16);
    }
}
