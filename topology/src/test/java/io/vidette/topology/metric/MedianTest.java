package io.vidette.topology.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {
    @Test
    void computesTheMiddleOfSortedValues() {
        assertThat(Median.of(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
        assertThat(Median.of(List.of(9.0, 1.0, 5.0, 7.0))).isEqualTo(7);
        assertThat(Median.of(List.of())).isNaN();
    }
}
