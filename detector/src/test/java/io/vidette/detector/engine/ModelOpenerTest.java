package io.vidette.detector.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.detector.TinyModel;
import io.vidette.detector.darknet.TinyDarknet;
import io.vidette.detector.image.Fit;
import io.vidette.detector.image.Jpegs;
import io.vidette.detector.serve.DetectorConfig;
import io.vidette.detector.serve.EngineSetting;
import io.vidette.detector.serve.PrecisionSetting;
import io.vidette.detector.serve.ServedModel;
import io.vidette.detector.torch.DeviceSetting;
import io.vidette.detector.weights.Weights;
import io.vidette.topology.detect.FrameOutcome;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.metric.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelOpenerTest {
    private static final DetectorConfig OPENCV =
            DetectorConfig.defaults().change(DetectorConfig::engine).to(EngineSetting.OPENCV);

    @TempDir
    private Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void runsTheCfgBesideTheWeightsWithOpenCv() throws IOException {
        Path weights = TinyDarknet.writeWeights(folder.resolve("tiny.weights"), TinyDarknet.cfg(), 3);
        Files.writeString(folder.resolve("tiny.cfg"), TinyDarknet.CFG);

        try (ServedModel model = open(weights, OPENCV)) {
            assertThat(model).isInstanceOf(OpenCvModel.class);
            assertThat(model.serving()).isEqualTo("engine opencv on cpu, 64 pixels");
            assertThat(model.classes()).hasSize(TinyDarknet.CLASSES.size());
            List<FrameOutcome> outcomes =
                    model.detect(List.of(Jpegs.random(64, 64, 1), new byte[9])).frames();
            assertThat(outcomes.get(0)).isInstanceOf(FrameOutcome.Found.class);
            assertThat(outcomes.get(1)).isInstanceOf(FrameOutcome.Unusable.class);
            assertThat(meters.timer(Metrics.DETECT_INFERENCE).count()).isEqualTo(1);
        }
    }

    @Test
    void usesTheConfiguredCfgAndNames() throws IOException {
        Path weights = TinyDarknet.writeWeights(folder.resolve("tiny.weights"), TinyDarknet.cfg(), 3);
        Files.writeString(folder.resolve("tiny.cfg"), "not the cfg");
        Path cfg = Files.writeString(folder.resolve("other.cfg"), TinyDarknet.CFG);
        Path names = Files.writeString(folder.resolve("tiny.names"), String.join("\n", TinyDarknet.CLASSES));
        DetectorConfig config = OPENCV.change(DetectorConfig::cfg)
                .to(Optional.of(cfg))
                .change(DetectorConfig::names)
                .to(Optional.of(names));

        try (ServedModel model = open(weights, config)) {
            assertThat(model.classes()).isEqualTo(TinyDarknet.CLASSES);
        }
    }

    @Test
    void namesTheEngineOfPyTorch() throws IOException {
        Path weights = TinyModel.write(folder.resolve("tiny.pt"));
        DetectorConfig small =
                DetectorConfig.defaults().change(DetectorConfig::imageSize).to(64);

        try (ServedModel model = open(weights, small)) {
            assertThat(model.serving()).startsWith("engine pytorch, form ");
        }
    }

    @Test
    void refusesAModelThatTheEngineCannotRun() throws IOException {
        Path checkpoint = TinyModel.write(folder.resolve("tiny.pt"));
        Path weights = TinyDarknet.writeWeights(folder.resolve("tiny.weights"), TinyDarknet.cfg(), 3);

        assertRefused(checkpoint, OPENCV, "weights '" + checkpoint + "': model.engine is opencv", "leave --engine out");
        assertRefused(weights, OPENCV, "there is no '" + folder.resolve("tiny.cfg") + "' beside them", "--cfg");
        assertRefused(
                weights,
                OPENCV.change(DetectorConfig::device).to(DeviceSetting.parse("cuda:0")),
                "model.device is cuda:0",
                "leave model.device at auto");
        assertRefused(
                weights,
                OPENCV.change(DetectorConfig::precision).to(PrecisionSetting.BF16),
                "model.precision is bf16",
                "leave model.precision at auto");
        assertRefused(
                checkpoint,
                DetectorConfig.defaults().change(DetectorConfig::cfg).to(Optional.of(folder.resolve("tiny.cfg"))),
                "model.cfg and model.names go with model.engine opencv",
                "--engine opencv");
        assertRefused(weights, DetectorConfig.defaults(), "needs its cfg", "--engine opencv");
    }

    private void assertRefused(Path file, DetectorConfig config, String what, String remedy) {
        assertThatThrownBy(() -> open(file, config))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll(what, remedy)
                .hasMessageNotContaining("\n");
    }

    private ServedModel open(Path file, DetectorConfig config) {
        return new ModelOpener(new Weights(folder.resolve("cache")), config, Fit.DETECT, meters)
                .open(file)
                .get();
    }
}
