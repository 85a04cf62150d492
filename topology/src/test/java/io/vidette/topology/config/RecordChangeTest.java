package io.vidette.topology.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordChangeTest {
    record Limits(int frames, float score, List<String> classes) {
        Limits {
            if (frames < 1) {
                throw new IllegalArgumentException("frames is " + frames);
            }
        }

        int twice() {
            return 2 * frames;
        }
    }

    private final Limits limits = new Limits(8, 0.5f, List.of("person"));

    @Test
    void changesOneComponentAndKeepsTheOthers() {
        assertThat(RecordChange.of(limits, Limits::score).to(0.25f)).isEqualTo(new Limits(8, 0.25f, List.of("person")));
        assertThat(RecordChange.of(limits, Limits::classes).to(List.of())).isEqualTo(new Limits(8, 0.5f, List.of()));
        assertThat(limits).isEqualTo(new Limits(8, 0.5f, List.of("person")));
    }

    @Test
    void refusesAValueThatTheRecordRefuses() {
        assertThatThrownBy(() -> RecordChange.of(limits, Limits::frames).to(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("frames is 0");
    }

    @Test
    void refusesAFunctionThatIsNotAnAccessor() {
        assertThatThrownBy(() -> RecordChange.of(limits, Limits::twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Limits has no component twice");
        assertThatThrownBy(() -> RecordChange.of(limits, record -> record.frames()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
