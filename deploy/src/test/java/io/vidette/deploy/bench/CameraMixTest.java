package io.vidette.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.fault.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CameraMixTest {
    @Test
    void readsCamerasAndTheirFrameRate() {
        CameraMix mix = CameraMix.parse(" 64x5 ");
        assertThat(mix).isEqualTo(new CameraMix(64, 5)).hasToString("64x5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64", "0x5", "64x0", "1001x1", "4x5x6", "-4x5"})
    void quotesTextThatItCannotParse(String text) {
        assertThatThrownBy(() -> CameraMix.parse(text))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("64x5");
    }
}
