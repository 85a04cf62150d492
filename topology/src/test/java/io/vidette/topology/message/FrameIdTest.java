package io.vidette.topology.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameIdTest {
    @Test
    void parsesItsOwnTextEvenWithDashesInTheTopic() {
        FrameId id = new FrameId("site-7.vidette.frames", 12, 4_000_000_000L);
        assertThat(FrameId.parse(id.toString())).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "frames", "frames-1", "frames-x-1", "-1-2", "frames-1-"})
    void refusesAnInvalidId(String text) {
        assertThatThrownBy(() -> FrameId.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("topic-partition-offset");
    }
}
