package io.vidette.detector.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.fault.UserError;
import org.junit.jupiter.api.Test;

class SquareSideTest {
    @Test
    void usesTheSideOfTheWeightsUnlessOneIsSet() {
        assertThat(SquareSide.of("net", 0, 416, 32)).isEqualTo(416);
        assertThat(SquareSide.of("net", 0, 416, 64)).isEqualTo(448);
        assertThat(SquareSide.of("net", 0, 40, 8)).isEqualTo(64);
        assertThat(SquareSide.of("net", 320, 416, 32)).isEqualTo(320);
    }

    @Test
    void refusesASideThatTheNetworkCannotUse() {
        assertThatThrownBy(() -> SquareSide.of("net", 0, Integer.MAX_VALUE, 32))
                .isInstanceOf(UserError.class)
                .hasMessage("the model 'net' says that it was trained at 2147483647 pixels, at which it cannot be"
                        + " served; set model.imageSize (--img)");
        assertThatThrownBy(() -> SquareSide.of("net", 0, 0, 32)).hasMessageContaining("trained at 0 pixels");
        assertThatThrownBy(() -> SquareSide.of("net", 96, 640, 64))
                .hasMessageContaining("image size 96 is not a multiple of 64");
    }
}
