package io.vidette.detector.serve;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DetectorConfigTest {
    @Test
    void namesAValueOutOfRange() {
        DetectorConfig defaults = DetectorConfig.defaults();
        assertThatThrownBy(() -> defaults.change(DetectorConfig::imageSize).to(100))
                .hasMessageContaining("imageSize is 100, outside 0, or 32..4096, a multiple of 32; take 128");
        assertThatThrownBy(() -> defaults.change(DetectorConfig::imageSize).to(-1))
                .hasMessageEndingWith("take 32");
        assertThatThrownBy(() -> defaults.change(DetectorConfig::imageSize).to(Integer.MAX_VALUE))
                .hasMessageEndingWith("take 4096");
        assertThatThrownBy(() -> defaults.withThresholds(Float.NaN, 0.5f)).hasMessageContaining("confidence");
        assertThatThrownBy(() -> defaults.withThresholds(0.5f, 1.1f)).hasMessageContaining("iou is 1.1");
        assertThatThrownBy(() -> defaults.change(DetectorConfig::maxDetections).to(0))
                .hasMessageContaining("maxDetections");
        assertThatThrownBy(() -> defaults.change(DetectorConfig::maxBatch).to(0))
                .hasMessageContaining("maxBatch");
        assertThatThrownBy(() -> defaults.change(DetectorConfig::threads).to(-1))
                .hasMessageContaining("threads");
    }
}
