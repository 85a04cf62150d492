package io.vidette.detector.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.detector.TinyModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphReaderTest {
    @Test
    void countsTheParametersOfYolov5n() {
        NetworkSpec yolov5n = new NetworkSpec(
                "yolov5n",
                3,
                0.33,
                0.25,
                new Head(
                        Collections.nCopies(80, "thing"),
                        List.of(
                                List.of(10.0, 13.0, 16.0, 30.0, 33.0, 23.0),
                                List.of(30.0, 61.0, 62.0, 45.0, 59.0, 119.0),
                                List.of(116.0, 90.0, 156.0, 198.0, 373.0, 326.0))),
                List.of(
                        layer(-1, 1, "Conv", 64L, 6L, 2L, 2L),
                        layer(-1, 1, "Conv", 128L, 3L, 2L),
                        layer(-1, 3, "C3", 128L),
                        layer(-1, 1, "Conv", 256L, 3L, 2L),
                        layer(-1, 6, "C3", 256L),
                        layer(-1, 1, "Conv", 512L, 3L, 2L),
                        layer(-1, 9, "C3", 512L),
                        layer(-1, 1, "Conv", 1024L, 3L, 2L),
                        layer(-1, 3, "C3", 1024L),
                        layer(-1, 1, "SPPF", 1024L, 5L),
                        layer(-1, 1, "Conv", 512L, 1L, 1L),
                        layer(-1, 1, "nn.Upsample", "None", 2L, "nearest"),
                        join(-1, 6),
                        layer(-1, 3, "C3", 512L, false),
                        layer(-1, 1, "Conv", 256L, 1L, 1L),
                        layer(-1, 1, "nn.Upsample", "None", 2L, "nearest"),
                        join(-1, 4),
                        layer(-1, 3, "C3", 256L, false),
                        layer(-1, 1, "Conv", 256L, 3L, 2L),
                        join(-1, 14),
                        layer(-1, 3, "C3", 512L, false),
                        layer(-1, 1, "Conv", 512L, 3L, 2L),
                        join(-1, 10),
                        layer(-1, 3, "C3", 1024L, false),
                        new LayerSpec(List.of(17, 20, 23), 1, "Detect", new LayerArguments(List.of("nc", "anchors")))));

        Graph graph = GraphReader.read(yolov5n);

        assertThat(graph.learnedNumbers()).isEqualTo(1_872_157);
        assertThat(graph.stride()).isEqualTo(32);
    }

    @Test
    void roundsRepeatsHalfToEvenAsPythonDoes() {
        NetworkSpec half = new NetworkSpec("half", 3, 0.5, 0.5, TinyModel.spec().head(), TinyModel.layers());

        assertThat(half.repeats(9)).isEqualTo(4);
        assertThat(half.repeats(3)).isEqualTo(2);
        assertThat(half.repeats(1)).isEqualTo(1);
        assertThat(half.channels(24)).isEqualTo(16);
    }

    @Test
    void namesAnUnknownLayer() {
        assertRefused(2, layer(-1, 1, "GhostConv", 16L), "layer 2 (GhostConv): unknown kind");
    }

    @Test
    void namesALayerThatJoinsMapsOfDifferentSizes() {
        assertRefused(8, join(-1, 2), "layer 8 (Concat): cannot join");
    }

    @Test
    void namesALayerWhoseInputIsALaterLayer() {
        assertRefused(3, layer(7, 1, "Conv", 24L), "layer 3 (Conv): its input comes from layer 7");
        assertRefused(3, layer(-9, 1, "Conv", 24L), "layer 3 (Conv): its input comes from layer -9");
    }

    @Test
    void namesALayerWithInvalidArguments() {
        assertRefused(1, layer(-1, 1, "Conv"), "layer 1 (Conv): argument 1 (channels) is missing");
        assertRefused(1, layer(-1, 1, "Conv", 16L, -3L), "layer 1 (Conv): a convolution to 16 channels");
        assertRefused(
                1, layer(-1, 1, "Conv", 16L, 3L, 2L, 1L, 3L), "layer 1 (Conv): 16 channels to 16 cannot be split");
        assertRefused(7, layer(-1, 1, "nn.Upsample", "None", 2L, "bilinear"), "layer 7 (nn.Upsample): only");
    }

    @Test
    void refusesTooManyOperations() {
        assertRefused(2, layer(-1, 1_000_000, "C3", 16L), "layer 2 (C3): the network has more than 20000 operations");
    }

    private static void assertRefused(int index, LayerSpec wrong, String message) {
        List<LayerSpec> layers = new ArrayList<>(TinyModel.layers());
        layers.set(index, wrong);
        NetworkSpec spec = new NetworkSpec("wrong", 3, 1, 1, TinyModel.spec().head(), layers);

        assertThatThrownBy(() -> GraphReader.read(spec))
                .isInstanceOf(NetworkException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    private static LayerSpec layer(int from, int number, String module, Object... arguments) {
        return new LayerSpec(List.of(from), number, module, new LayerArguments(List.of(arguments)));
    }

    private static LayerSpec join(int... from) {
        return new LayerSpec(Arrays.stream(from).boxed().toList(), 1, "Concat", new LayerArguments(List.of(1L)));
    }
}
