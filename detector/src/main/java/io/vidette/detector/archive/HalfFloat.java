package io.vidette.detector.archive;

/** IEEE 754 binary16, which JDK 17 does not know. */
final class HalfFloat {
    private static final float SUBNORMAL_UNIT = 0x1p-24f;

    private HalfFloat() {}

    /** Exact: every half is a float. */
    static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >>> 10 & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * SUBNORMAL_UNIT;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1f ? 0xff : exponent + (127 - 15);
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }
}
