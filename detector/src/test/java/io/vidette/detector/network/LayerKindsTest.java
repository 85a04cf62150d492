package io.vidette.detector.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayerKindsTest {
    private static final Head COCO = new Head(
            Collections.nCopies(80, "thing"),
            List.of(
                    List.of(10.0, 13.0, 16.0, 30.0, 33.0, 23.0),
                    List.of(30.0, 61.0, 62.0, 45.0, 59.0, 119.0),
                    List.of(116.0, 90.0, 156.0, 198.0, 373.0, 326.0)));

    /** The numbers that Ultralytics printed for each layer in 2020. */
    @Test
    void countsTheOriginalParametersOfYolov5sOf2020() {
        Graph graph = GraphReader.read(new NetworkSpec(
                "yolov5s-2020",
                3,
                0.33,
                0.5,
                COCO,
                List.of(
                        layer(-1, 1, "Focus", 64L, 3L),
                        layer(-1, 1, "Conv", 128L, 3L, 2L),
                        layer(-1, 3, "BottleneckCSP", 128L),
                        layer(-1, 1, "Conv", 256L, 3L, 2L),
                        layer(-1, 9, "BottleneckCSP", 256L),
                        layer(-1, 1, "Conv", 512L, 3L, 2L),
                        layer(-1, 9, "BottleneckCSP", 512L),
                        layer(-1, 1, "Conv", 1024L, 3L, 2L),
                        layer(-1, 1, "SPP", 1024L, List.of(5L, 9L, 13L)),
                        layer(-1, 3, "BottleneckCSP", 1024L, false),
                        layer(-1, 1, "Conv", 512L, 1L, 1L),
                        layer(-1, 1, "nn.Upsample", "None", 2L, "nearest"),
                        layer(List.of(-1, 6), "Concat", 1L),
                        layer(-1, 3, "BottleneckCSP", 512L, false),
                        layer(-1, 1, "Conv", 256L, 1L, 1L),
                        layer(-1, 1, "nn.Upsample", "None", 2L, "nearest"),
                        layer(List.of(-1, 4), "Concat", 1L),
                        layer(-1, 3, "BottleneckCSP", 256L, false),
                        layer(-1, 1, "Conv", 256L, 3L, 2L),
                        layer(List.of(-1, 14), "Concat", 1L),
                        layer(-1, 3, "BottleneckCSP", 512L, false),
                        layer(-1, 1, "Conv", 512L, 3L, 2L),
                        layer(List.of(-1, 10), "Concat", 1L),
                        layer(-1, 3, "BottleneckCSP", 1024L, false),
                        layer(List.of(17, 20, 23), "Detect", "nc", "anchors")),
                Activation.HARDSWISH,
                Activation.LEAKY_RELU));

        long[] printed = {
            3520, 18560, 19904, 73984, 161152, 295424, 641792, 1180672, 656896, 1248768, 131584, 0, 0, 378624, 33024, 0,
            0, 95104, 147712, 0, 313088, 590336, 0, 1248768, 229245
        };
        assertThat(IntStream.range(0, 25).mapToLong(i -> learned(graph, i)).toArray())
                .containsExactly(printed);
        assertThat(graph.learnedNumbers()).isEqualTo(7_468_157);
    }

    /** MobileNetV3's first two blocks (arXiv 1905.02244, table 2), as torchvision counts their parameters. */
    @Test
    void buildsMobileNetV3SmallAsTorchvisionDoes() {
        Graph graph = GraphReader.read(new NetworkSpec(
                "mobile",
                3,
                1,
                1,
                oneLevel(),
                List.of(
                        layer(-1, 1, "Conv2dNormActivation", 16L, 3L, 2L, "Hardswish"),
                        layer(-1, 1, "InvertedResidual", 16L, 3L, 16L, true, "ReLU", 2L),
                        layer(-1, 1, "InvertedResidual", 24L, 3L, 72L, false, "ReLU", 2L),
                        layer(List.of(2), "Detect", "nc", "anchors"))));

        assertThat(learned(graph, 0)).isEqualTo(464);
        assertThat(learned(graph, 1)).isEqualTo(744);
        assertThat(learned(graph, 2)).isEqualTo(3864);
        assertThat(graph.stride()).isEqualTo(8);
    }

    @Test
    void buildsAGraphFromDarknetSections() {
        Graph graph = GraphReader.read(new NetworkSpec("dark", 3, 1, 1, oneLevel(), dark(24L)));

        assertThat(learned(graph, 0)).isEqualTo(3 * 3 * 3 * 8 + 2 * 8);
        assertThat(graph.stride()).isEqualTo(2);
        assertThat(graph.decode().code().size()).isEqualTo(BoxCode.Size.EXPONENTIAL);
    }

    @Test
    void namesADarknetLayerWithTheWrongNumberOfChannels() {
        assertThatThrownBy(() -> GraphReader.read(new NetworkSpec("dark", 3, 1, 1, oneLevel(), dark(23L))))
                .hasMessage("layer 5 (darknet.yolo): a map of 23 channels does not hold 24: 3 anchors of 8 numbers");
    }

    @Test
    void refusesAnExcessiveWidthBeforeAllocation() {
        assertThatThrownBy(() -> GraphReader.read(new NetworkSpec(
                        "wide",
                        3,
                        1,
                        1,
                        oneLevel(),
                        List.of(layer(-1, 1, "Conv", 1_000_000_000L), layer(List.of(0), "Detect", "nc", "anchors")))))
                .hasMessageStartingWith("layer 0 (Conv): a convolution to 1000000000 channels");
        assertThatThrownBy(() -> GraphReader.read(new NetworkSpec(
                        "many",
                        3,
                        1,
                        1,
                        oneLevel(),
                        List.of(layer(-1, 40, "Conv", 16_384L, 1L), layer(List.of(0), "Detect", "nc", "anchors")))))
                .hasMessageStartingWith("layer 0 (Conv): with it the network has more than");
    }

    private static List<LayerSpec> dark(long filters) {
        return List.of(
                layer(-1, 1, "darknet.convolutional", 8L, 3L, 2L, 1L, 1L, true, "leaky"),
                layer(-1, 1, "darknet.convolutional", 8L, 3L, 1L, 1L, 8L, true, "leaky"),
                layer(List.of(-1, -2), "darknet.shortcut", "linear"),
                layer(-1, 1, "darknet.maxpool", 2L, 1L, 1L),
                layer(-1, 1, "darknet.convolutional", filters, 1L, 1L, 0L, 1L, false, "linear"),
                layer(List.of(-1), "darknet.yolo", List.of(1.05)));
    }

    private static Head oneLevel() {
        return new Head(List.of("cat", "dog", "bird"), List.of(List.of(10.0, 13.0, 16.0, 30.0, 33.0, 23.0)));
    }

    private static long learned(Graph graph, int layer) {
        return graph.parameters().stream()
                .filter(parameter -> parameter.name().startsWith("model." + layer + "."))
                .filter(parameter -> parameter.role() == ParameterSpec.Role.LEARNED)
                .mapToLong(ParameterSpec::elements)
                .sum();
    }

    private static LayerSpec layer(int from, int number, String module, Object... arguments) {
        return new LayerSpec(
                List.of(from), number, module, new LayerArguments(new ArrayList<>(Arrays.asList(arguments))));
    }

    private static LayerSpec layer(List<Integer> from, String module, Object... arguments) {
        return new LayerSpec(from, 1, module, new LayerArguments(Arrays.asList(arguments)));
    }
}
