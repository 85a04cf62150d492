package io.vidette.topology.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnitsTest {
    @ParameterizedTest
    @CsvSource({"50ms,PT0.05S", "10s,PT10S", "5m,PT5M", "1h,PT1H", "7d,PT168H", "0s,PT0S"})
    void readsAndWritesDurations(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
        assertThat(Durations.format(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"50", "", "-1s", "1.5s", "1 week", "PT1S"})
    void refusesAnInvalidDuration(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"1023,1023", "1KiB,1024", "4MiB,4194304", "4GiB,4294967296", "2TiB,2199023255552", "0,0"})
    void readsAndWritesSizes(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
        assertThat(new ByteSize(bytes)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4MB", "", "-1", "1.5GiB", "99999999999TiB"})
    void refusesAnInvalidSize(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesTheReferenceKeysInEveryForm() {
        record Section(
                @Setting(value = "1", range = "1..9", why = "a | b")
                int maxBatch) {}
        record Root(@Setting(value = "", why = "top") String name, Section detect) {}

        assertThat(ConfigReference.markdown(Root.class))
                .contains("## General", "| `name`<br>`VIDETTE_NAME` | – | a text | top |")
                .contains("## `detect`", "| `detect.maxBatch`<br>`VIDETTE_DETECT_MAX_BATCH` | `1` | 1..9 | a \\| b |");
    }
}
