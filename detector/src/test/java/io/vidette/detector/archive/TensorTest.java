package io.vidette.detector.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TensorTest {
    @Test
    void roundsToTheNearestBfloat16WithTiesToEven() {
        assertThat(there(ElementType.BFLOAT16, 1, -2.5f, 0, 256, Float.POSITIVE_INFINITY))
                .containsExactly(1, -2.5f, 0, 256, Float.POSITIVE_INFINITY);
        // Steps of 1/128 above 1.
        assertThat(there(ElementType.BFLOAT16, 1 + 1 / 256f, 1 + 3 / 256f, 1 + 1.1f / 256, -1 - 0.9f / 256))
                .containsExactly(1, 1 + 2 / 128f, 1 + 1 / 128f, -1);
        assertThat(there(ElementType.BFLOAT16, Float.NaN, Float.MAX_VALUE))
                .containsExactly(Float.NaN, Float.POSITIVE_INFINITY);
    }

    @Test
    void roundsToTheNearestHalfWithTiesToEven() {
        assertThat(there(ElementType.FLOAT16, 1, -2.5f, 0, 65_504, 0x1p-24f, 0x1p-14f))
                .containsExactly(1, -2.5f, 0, 65_504, 0x1p-24f, 0x1p-14f);
        // Steps of 1/1024 above 1.
        assertThat(there(ElementType.FLOAT16, 1 + 1 / 2048f, 1 + 3 / 2048f, 1 + 1.1f / 2048))
                .containsExactly(1, 1 + 2 / 1024f, 1 + 1 / 1024f);
        assertThat(there(ElementType.FLOAT16, 65_519, 65_520, -1e9f, 0x1p-25f, 0x1.8p-24f, 0x1.fffp-15f, Float.NaN))
                .containsExactly(
                        65_504, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0, 0x1p-23f, 0x1p-14f, Float.NaN);
    }

    @Test
    void readsBackEveryHalfThatItWrites() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfFloat.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(HalfFloat.ofFloat(value)).isEqualTo((short) bits);
            }
        }
    }

    private static float[] there(ElementType type, float... values) {
        Tensor converted = Tensor.ofFloats(List.of(values.length), values).converted(type);
        assertThat(converted.type()).isEqualTo(type);
        return converted.toFloats();
    }
}
