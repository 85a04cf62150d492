package io.vidette.detector.darknet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.detector.TestFiles;
import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.network.Network;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DarknetWeightsTest {
    private static final int HEADER = 20;
    /** The first convolution: four of batch normalisation for each of 8 filters, and 3 * 3 * 3 weights. */
    private static final int FIRST = 8 * 4 + 8 * 27;

    private final DarknetCfg cfg = TinyDarknet.cfg();
    private final byte[] whole = TinyDarknet.weights(cfg, 7);

    @TempDir
    private Path folder;

    @Test
    void readsTensorsInDarknetsOrder() throws IOException {
        ByteBuffer counted = ByteBuffer.wrap(whole.clone()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < FIRST; i++) {
            counted.putFloat(HEADER + 4 * i, i);
        }

        Network network = read(counted.array()).network();

        assertThat(network.tensor("model.0.bn.bias").toFloats()).startsWith(0, 1);
        assertThat(network.tensor("model.0.bn.weight").toFloats()).startsWith(8, 9);
        assertThat(network.tensor("model.0.bn.running_mean").toFloats()).startsWith(16, 17);
        assertThat(network.tensor("model.0.bn.running_var").toFloats()).startsWith(24, 25);
        assertThat(network.tensor("model.0.conv.weight").toFloats()).startsWith(32, 33);
        assertThat(network.tensor("model.0.conv.weight").shape()).containsExactly(8, 3, 3, 3);
        assertThat(network.tensor("model.14.anchors").toFloats())
                .startsWith(16 / 4f, 19 / 4f, 30 / 4f, 25 / 4f, 4 / 2f);
    }

    @Test
    void readsTheHeadersOfAllVersions() throws IOException {
        assertThat(header(0, 1, 0, 16)).isEqualTo(new DarknetHeader(0, 1, 0, 123));
        assertThat(header(0, 2, 0, 20)).isEqualTo(new DarknetHeader(0, 2, 0, 123));
        assertThat(header(0, 2, 5, 20)).isEqualTo(new DarknetHeader(0, 2, 5, 123));
        assertThat(header(1, 0, 0, 20)).isEqualTo(new DarknetHeader(1, 0, 0, 123));
        assertThat(header(0, 1000, 0, 16)).isEqualTo(new DarknetHeader(0, 1000, 0, 123));
    }

    private DarknetHeader header(int major, int minor, int revision, int bytes) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(bytes + whole.length - HEADER).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(major).putInt(minor).putInt(revision).putInt(123);
        file.position(bytes);
        file.put(whole, HEADER, whole.length - HEADER);
        DarknetWeights.Whole read = read(file.array());
        assertThat(write(read)).isEqualTo(file.array());
        return read.header();
    }

    @Test
    void writesTheSameBytesThatItRead() throws IOException {
        assertThat(write(read(whole))).isEqualTo(whole);
    }

    @Test
    void writesPublishedWeightsUnchanged() throws IOException {
        String text = Files.readString(TestFiles.find("darknet/yolo-fastest-1.1.cfg"));
        DarknetCfg fastest = DarknetCfg.read(text, "yolo-fastest-1.1", Optional.empty());
        Path file = TestFiles.find("darknet/yolo-fastest-1.1.weights");
        Path copy = folder.resolve("copy.weights");

        DarknetWeights.write(copy, fastest.spec(), DarknetWeights.read(file, fastest.spec()));

        assertThat(copy).hasSameBinaryContentAs(file);
    }

    @Test
    void namesTheLayerInWhichAFileEnds() {
        assertRefused(
                Arrays.copyOf(whole, HEADER + 4 * (FIRST + 10)),
                "the weights end in layer 1 (darknet.convolutional): it takes 104 numbers, and 10 are left of 258;"
                        + " the cfg takes " + (whole.length - HEADER) / 4);
        assertRefused(Arrays.copyOf(whole, HEADER + 4 * 10), "the weights end in layer 0 (darknet.convolutional)");
        assertRefused(Arrays.copyOf(whole, whole.length - 4), "the weights end in layer 12 (darknet.convolutional)");
        assertRefused(Arrays.copyOf(whole, whole.length - 3), "behind its header are");
        assertRefused(Arrays.copyOf(whole, 11), "the file ends within its header");
        assertRefused(Arrays.copyOf(whole, 17), "the file ends within its header");
    }

    @Test
    void countsTheNumbersAfterTheLastLayer() {
        int numbers = (whole.length - HEADER) / 4;
        assertRefused(
                Arrays.copyOf(whole, whole.length + 8),
                "the weights go on behind the last layer: the cfg takes " + numbers + " numbers, and there are "
                        + (numbers + 2));
    }

    @Test
    void acceptsABackboneOnlyWhenOneIsRequested() throws IOException {
        byte[] first = Arrays.copyOf(whole, HEADER + 4 * FIRST);
        assertRefused(first, "the weights end before layer 1 (darknet.convolutional)");

        DarknetWeights.Backbone backbone = DarknetWeights.readBackbone(file(first), cfg.spec());

        assertThat(backbone.layers()).isEqualTo(1);
        assertThat(backbone.state())
                .containsOnlyKeys(
                        "model.0.bn.bias",
                        "model.0.bn.weight",
                        "model.0.bn.running_mean",
                        "model.0.bn.running_var",
                        "model.0.conv.weight");
        assertThat(DarknetWeights.readBackbone(file(whole), cfg.spec()).layers())
                .isEqualTo(15);
        byte[] torn = Arrays.copyOf(whole, HEADER + 4 * FIRST + 4);
        assertThatThrownBy(() -> DarknetWeights.readBackbone(file(torn), cfg.spec()))
                .isInstanceOf(MalformedArchiveException.class)
                .hasMessageStartingWith("the weights end in layer 1");
    }

    @Test
    void namesTheLayerWithAnInvalidNumber() {
        assertRefused(
                with(FIRST + 3, Float.NaN), "layer 1 (darknet.convolutional): number 3 of model.1.bn.bias is NaN");
        assertRefused(with(3, Float.POSITIVE_INFINITY), "layer 0 (darknet.convolutional): number 3 of model.0.bn.bias");
        assertRefused(with(24, -1), "layer 0 (darknet.convolutional): number 0 of model.0.bn.running_var is -1.0");
    }

    @Test
    void refusesAFileThatIsNotFromDarknet() {
        byte[] negative = whole.clone();
        negative[3] = (byte) 0x80;
        assertRefused(negative, "its header says version -2147483648.2.5; is this a Darknet .weights file?");
    }

    private byte[] with(int number, float value) {
        byte[] changed = whole.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putFloat(HEADER + 4 * number, value);
        return changed;
    }

    private void assertRefused(byte[] bytes, String message) {
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(MalformedArchiveException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    private DarknetWeights.Whole read(byte[] bytes) throws IOException {
        return DarknetWeights.read(file(bytes), cfg.spec());
    }

    private byte[] write(DarknetWeights.Whole weights) throws IOException {
        Path out = folder.resolve("out.weights");
        DarknetWeights.write(out, cfg.spec(), weights);
        return Files.readAllBytes(out);
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("in.weights"), bytes);
    }
}
