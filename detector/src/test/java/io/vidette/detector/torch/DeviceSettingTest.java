package io.vidette.detector.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.detector.serve.DetectorConfig;
import io.vidette.detector.torch.DeviceSetting.Kind;
import io.vidette.topology.config.ConfigOverride;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.fault.UserError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceSettingTest {
    @Test
    void readsEveryForm() {
        assertThat(DeviceSetting.parse("auto")).isEqualTo(DeviceSetting.AUTO);
        assertThat(DeviceSetting.parse("cpu")).isEqualTo(DeviceSetting.CPU);
        assertThat(DeviceSetting.parse("cuda")).isEqualTo(new DeviceSetting(Kind.CUDA, List.of()));
        assertThat(DeviceSetting.parse("cuda:7")).isEqualTo(new DeviceSetting(Kind.CUDA, List.of(7)));
        assertThat(DeviceSetting.parse("cuda:1,0,3").numbers()).containsExactly(1, 0, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "cpu", "cuda", "cuda:0", "cuda:0,1"})
    void printsTheTextItParsed(String text) {
        assertThat(DeviceSetting.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gpu",
                "CUDA",
                "0",
                "cuda:",
                "cuda:-1",
                "cuda:x",
                "cuda:0,",
                "cuda:,0",
                "cuda:0, 1",
                "cuda:0,0",
                "cuda:00,0",
                "cuda:1234",
                "cpu:0",
                "auto:0",
                "cuda0"
            })
    void refusesTextThatNamesNoDevice(String text) {
        assertThatThrownBy(() -> DeviceSetting.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsTheDeviceFromTheConfiguration() {
        assertThat(DetectorConfig.defaults().device()).isEqualTo(DeviceSetting.AUTO);
        assertThat(DetectorConfig.defaults().libtorch()).isEmpty();
        assertThatThrownBy(() -> new ConfigReader<>(DetectorConfig.class)
                        .read(Optional.empty(), Map.of(), List.of(new ConfigOverride("device", "gpu", "--device"))))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "--device: 'device' is 'gpu', but must be auto, cpu, cuda (every card), cuda:0 or cuda:0,1");
    }
}
