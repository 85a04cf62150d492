package io.vidette.detector.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.fault.UserError;
import org.junit.jupiter.api.Test;

class DetectorConfigTest {
    @Test
    void takesTheSizeOfTheWeightsUnlessOneIsSet() {
        DetectorConfig defaults = DetectorConfig.defaults();

        assertThat(defaults.forTrained("net", 416, 32).imageSize()).isEqualTo(416);
        assertThat(defaults.forTrained("net", 416, 64).imageSize()).isEqualTo(448);
        assertThat(defaults.forTrained("net", 40, 8).imageSize()).isEqualTo(64);
        assertThat(defaults.withImageSize(320).forTrained("net", 416, 32).imageSize())
                .isEqualTo(320);
    }

    @Test
    void refusesASizeThatTheNetworkCannotTake() {
        DetectorConfig defaults = DetectorConfig.defaults();

        assertThatThrownBy(() -> defaults.forTrained("net", Integer.MAX_VALUE, 32))
                .isInstanceOf(UserError.class)
                .hasMessage("the model 'net' says that it was trained at 2147483647 pixels, at which it cannot be"
                        + " served; set model.imageSize (--img)");
        assertThatThrownBy(() -> defaults.forTrained("net", 0, 32)).hasMessageContaining("trained at 0 pixels");
        assertThatThrownBy(() -> defaults.withImageSize(96).forTrained("net", 640, 64))
                .hasMessageContaining("image size 96 is no multiple of 64");
    }

    @Test
    void refusesWhatIsOutOfRangeByName() {
        DetectorConfig defaults = DetectorConfig.defaults();
        assertThatThrownBy(() -> defaults.withImageSize(100))
                .hasMessageContaining("imageSize is 100, outside 0, or 32..4096, a multiple of 32; take 128");
        assertThatThrownBy(() -> defaults.withImageSize(-1)).hasMessageEndingWith("take 32");
        assertThatThrownBy(() -> defaults.withImageSize(Integer.MAX_VALUE)).hasMessageEndingWith("take 4096");
        assertThatThrownBy(() -> defaults.withThresholds(Float.NaN, 0.5f)).hasMessageContaining("confidence");
        assertThatThrownBy(() -> defaults.withThresholds(0.5f, 1.1f)).hasMessageContaining("iou is 1.1");
        assertThatThrownBy(() -> defaults.withMaxDetections(0)).hasMessageContaining("maxDetections");
        assertThatThrownBy(() -> defaults.withMaxBatch(0)).hasMessageContaining("maxBatch");
        assertThatThrownBy(() -> defaults.withThreads(-1)).hasMessageContaining("threads");
    }
}
