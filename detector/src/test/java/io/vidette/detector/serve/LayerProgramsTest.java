package io.vidette.detector.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.detector.archive.Tensor;
import io.vidette.detector.image.Jpegs;
import io.vidette.detector.network.Activation;
import io.vidette.detector.network.Graph;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.Head;
import io.vidette.detector.network.LayerArguments;
import io.vidette.detector.network.LayerSpec;
import io.vidette.detector.network.Network;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.network.ParameterSpec;
import io.vidette.detector.weights.BestPt;
import io.vidette.detector.weights.BestPtWriter;
import io.vidette.detector.weights.ModelCard;
import io.vidette.detector.weights.Weights;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PyTorch runs the programs of all layers, and the fused serving form agrees with the plain one on every box: else another
 * form would serve.
 */
public class LayerProgramsTest {
    private static final Head HEAD = new Head(
            List.of("cat", "dog", "bird"), List.of(List.of(10.0, 13.0, 16.0, 30.0), List.of(33.0, 23.0, 30.0, 61.0)));

    @TempDir
    private Path folder;

    @Test
    void serveFusedYolov5Of2020() throws Exception {
        assertServesFused(yolov5Of2020());
    }

    public static NetworkSpec yolov5Of2020() {
        return new NetworkSpec(
                "of2020",
                3,
                1,
                1,
                HEAD,
                List.of(
                        layer(List.of(-1), "Focus", 16L, 3L),
                        layer(List.of(-1), "Conv", 16L, 3L, 2L),
                        layer(List.of(-1), "BottleneckCSP", 16L),
                        layer(List.of(-1), "DWConv", 24L, 3L, 2L),
                        layer(List.of(-1), "SPP", 24L, List.of(3L, 5L)),
                        layer(List.of(-1), "nn.ZeroPad2d", List.of(0L, 1L, 0L, 1L)),
                        layer(List.of(-1), "nn.MaxPool2d", 2L, 1L, 0L),
                        layer(List.of(-1), "Conv", 32L, 3L, 2L),
                        layer(List.of(-1), "Bottleneck", 32L),
                        layer(List.of(6, 8), "Detect", "nc", "anchors")),
                Activation.HARDSWISH,
                Activation.LEAKY_RELU);
    }

    @Test
    void serveFusedMobileNetV3() throws Exception {
        assertServesFused(mobileNetV3());
    }

    public static NetworkSpec mobileNetV3() {
        return new NetworkSpec(
                "mobile",
                3,
                1,
                1,
                HEAD,
                List.of(
                        layer(List.of(-1), "Conv2dNormActivation", 16L, 3L, 2L, "Hardswish"),
                        layer(List.of(-1), "InvertedResidual", 16L, 3L, 16L, true, "ReLU", 2L),
                        layer(List.of(-1), "InvertedResidual", 24L, 5L, 72L, true, "Hardswish", 2L),
                        layer(List.of(-1), "InvertedResidual", 24L, 3L, 88L, false, "ReLU6", 1L),
                        layer(List.of(-1), "Conv", 32L, 3L, 2L),
                        layer(List.of(3, 4), "Detect", "nc", "anchors")),
                Activation.LEAKY_RELU,
                Activation.SILU);
    }

    @Test
    void serveFusedDarknet() throws Exception {
        assertServesFused(darknet());
    }

    public static NetworkSpec darknet() {
        return new NetworkSpec(
                "dark",
                3,
                1,
                1,
                HEAD,
                List.of(
                        layer(List.of(-1), "darknet.convolutional", 8L, 3L, 2L, 1L, 1L, true, "leaky"),
                        layer(List.of(-1), "darknet.convolutional", 8L, 3L, 1L, 1L, 8L, true, "mish"),
                        layer(List.of(-1, -2), "darknet.shortcut", "relu"),
                        layer(List.of(-1), "darknet.route", 2L, 1L),
                        layer(List.of(-1), "darknet.maxpool", 2L, 1L, 1L),
                        layer(List.of(-1), "darknet.convolutional", 16L, 1L, 1L, 0L, 1L, false, "linear"),
                        layer(List.of(-2), "darknet.maxpool", 2L, 2L, 0L),
                        layer(List.of(-1), "darknet.convolutional", 16L, 1L, 1L, 0L, 1L, false, "linear"),
                        layer(List.of(5, 7), "darknet.yolo", List.of(1.0, 1.2))));
    }

    private void assertServesFused(NetworkSpec spec) throws Exception {
        Path file = folder.resolve(spec.name() + ".pt");
        BestPtWriter.write(spec, made(GraphReader.read(spec)), new ModelCard.Source("made", "0"), file);
        Weights weights = new Weights(folder.resolve("cache"));
        BestPt best = weights.open(file);
        assertThat(best.model().card().network()).isEqualTo(spec);

        DetectorConfig config = DetectorConfig.defaults()
                .change(DetectorConfig::imageSize)
                .to(64)
                .withThresholds(0.01f, 0.45f)
                .change(DetectorConfig::precision)
                .to(PrecisionSetting.FP32);
        try (YoloModel model = ModelLoader.load(best, weights, config, new SimpleMeterRegistry())) {
            assertThat(model.servingForm()).startsWith("onednn-");
            assertThat(model.detect(List.of(Jpegs.random(64, 64, 1))).frames()).hasSize(1);
        }
    }

    public static Network made(Graph graph) {
        Random random = new Random(11);
        Map<String, Tensor> state = new HashMap<>();
        for (ParameterSpec parameter : graph.parameters()) {
            boolean counter = parameter.role() == ParameterSpec.Role.COUNTER;
            state.put(
                    parameter.name(),
                    counter
                            ? Tensor.ofLongs(List.of(), new long[1])
                            : Tensor.ofFloats(parameter.shape(), numbers(parameter, random)));
        }
        return new Network(graph, state);
    }

    /** Small for weights and biases, near one for factors, variances and anchors. */
    private static float[] numbers(ParameterSpec parameter, Random random) {
        float[] numbers = new float[(int) parameter.elements()];
        boolean nearOne = parameter.shape().size() != 4
                && !parameter.name().endsWith("bias")
                && !parameter.name().endsWith("mean");
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (nearOne ? 1 : 0) + (float) (0.2 * Math.tanh(random.nextGaussian()));
        }
        return numbers;
    }

    private static LayerSpec layer(List<Integer> from, String module, Object... arguments) {
        return new LayerSpec(from, 1, module, new LayerArguments(List.of(arguments)));
    }
}
