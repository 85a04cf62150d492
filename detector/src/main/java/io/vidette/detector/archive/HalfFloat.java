package io.vidette.detector.archive;

/** IEEE 754 binary16, which JDK 17 does not know. */
final class HalfFloat {
    private static final float SUBNORMAL_UNIT = 0x1p-24f;

    /** 65,520: rounds to what a half cannot hold. */
    private static final int TOO_LARGE = Float.floatToRawIntBits(65_520f);

    private static final int SMALLEST_NORMAL = Float.floatToRawIntBits(0x1p-14f);

    private HalfFloat() {}

    /** Rounds to nearest, ties to even; a number that is too large becomes infinite. */
    static short ofFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= TOO_LARGE) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < SMALLEST_NORMAL) {
            // Exact in double, and Java rounds to the even neighbour as IEEE does.
            return (short) (sign | (int) Math.rint(Math.abs((double) value) / SUBNORMAL_UNIT));
        }
        int rebiased = magnitude - ((127 - 15) << 23);
        return (short) (sign | ((rebiased + 0xfff + ((rebiased >>> 13) & 1)) >>> 13));
    }

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
