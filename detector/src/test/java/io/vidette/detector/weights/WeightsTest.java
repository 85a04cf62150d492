package io.vidette.detector.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.detector.PickleBytes;
import io.vidette.detector.PickleBytes.Call;
import io.vidette.detector.PickleBytes.Name;
import io.vidette.detector.TestFiles;
import io.vidette.detector.TinyModel;
import io.vidette.detector.archive.Tensor;
import io.vidette.detector.network.Network;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsTest {
    @TempDir
    Path folder;

    private Weights weights;

    @BeforeEach
    void makeCache() {
        weights = new Weights(folder.resolve("cache"));
    }

    @Test
    void importsACheckpointOnceAndNamesItAfterItsFile() throws IOException {
        Path checkpoint = TinyModel.write(folder.resolve("tiny.pt"));

        BestPt first = weights.open(checkpoint);
        BestPt second = weights.open(checkpoint);

        assertThat(first.id().name()).isEqualTo("tiny");
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.file()).isEqualTo(first.file()).exists();
        assertThat(first.model().card().network().head().classes()).isEqualTo(TinyModel.CLASSES);
        assertThat(first.model().card().network().head().anchors()).isEqualTo(TinyModel.ANCHORS);
        assertThat(first.model().card().strides()).containsExactly(8, 16);
    }

    @Test
    void reimportsDamagedFilesInTheCache() throws IOException {
        Path checkpoint = TinyModel.write(folder.resolve("tiny.pt"));
        BestPt first = weights.open(checkpoint);
        damage(first.file());

        assertThat(weights.open(checkpoint).id()).isEqualTo(first.id());

        Files.writeString(first.file(), "cut short");
        assertThat(weights.open(checkpoint).id()).isEqualTo(first.id());
    }

    @Test
    void refusesWeightsWithAWrongChecksum() throws IOException {
        Path bestPt = folder.resolve("best.pt");
        Weights.importTo(TinyModel.write(folder.resolve("tiny.pt")), bestPt, Optional.empty());
        damage(bestPt);

        assertThatThrownBy(() -> weights.open(bestPt))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("best.pt")
                .hasMessageContaining("its checksum does not match");
    }

    @Test
    void refusesABestPtWithANaN() throws IOException {
        BestPt sound = weights.open(TinyModel.write(folder.resolve("tiny.pt")));
        Map<String, Tensor> state = new HashMap<>(sound.model().network().state());
        state.computeIfPresent("model.10.m.0.bias", (name, bias) -> {
            float[] values = bias.toFloats();
            values[5] = Float.NaN;
            return Tensor.ofFloats(bias.shape(), values);
        });
        Path ruined = folder.resolve("ruined.pt");
        BestPtWriter.write(
                sound.model().card().network(),
                new Network(sound.model().network().graph(), state),
                new ModelCard.Source("test", "0"),
                ruined);

        assertThatThrownBy(() -> weights.open(ruined))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the tensor model.10.m.0.bias holds NaN");
    }

    /** Changes eight bytes in the middle, which lie in the weights. */
    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < 8; i++) {
            bytes[bytes.length / 2 + i] ^= 0x55;
        }
        Files.write(file, bytes);
    }

    @Test
    void namesAnOutputThatCannotBeWritten() throws IOException {
        Path checkpoint = TinyModel.write(folder.resolve("tiny.pt"));
        Path output = Files.writeString(folder.resolve("file"), "").resolve("best.pt");

        assertThatThrownBy(() -> Weights.importTo(checkpoint, output, Optional.empty()))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("cannot write '" + output + "'")
                .hasMessageNotContaining("tiny.pt");
    }

    @Test
    void opensABestPtAsItIs() throws IOException {
        Path bestPt = folder.resolve("out").resolve("best.pt");
        BestPt written = Weights.importTo(TinyModel.write(folder.resolve("tiny.pt")), bestPt, Optional.empty());

        BestPt opened = weights.open(bestPt);

        assertThat(opened.file()).isEqualTo(bestPt);
        assertThat(opened.id()).isEqualTo(written.id());
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void writesTheSameBytesEachTime() throws IOException {
        Path checkpoint = TinyModel.write(folder.resolve("tiny.pt"));
        Path a = folder.resolve("a.pt");
        Path b = folder.resolve("b.pt");

        Weights.importTo(checkpoint, a, Optional.empty());
        Weights.importTo(checkpoint, b, Optional.empty());

        assertThat(a).hasSameBinaryContentAs(b);
    }

    @Test
    void recordsTheChecksumOfTheSource() throws IOException {
        Path checkpoint = TinyModel.write(folder.resolve("tiny.pt"));

        assertThat(weights.open(checkpoint).model().card().source().sha256()).isEqualTo(Sha256.of(checkpoint));
    }

    @Test
    void importsThePublishedWeights() {
        BestPt best = weights.open(TestFiles.find("weights/yolov5n.pt"));

        assertThat(best.model().network().graph().learnedNumbers()).isEqualTo(1_872_157);
        assertThat(best.model().card().network().head().classes()).hasSize(80).contains("person", "toothbrush");
        assertThat(best.model().card().network().head().anchors().get(2))
                .containsExactly(116.0, 90.0, 156.0, 198.0, 373.0, 326.0);
    }

    @Test
    void namesAMissingFile() {
        assertRefused(folder.resolve("none.pt"), "there is no such file");
        assertRefused(folder, "this is a folder");
    }

    @Test
    void refusesRandomBytes() throws IOException {
        byte[] noise = new byte[100_000];
        new Random(3).nextBytes(noise);

        assertRefused(Files.write(folder.resolve("noise.pt"), noise), "not a file of PyTorch");
        assertRefused(Files.write(folder.resolve("empty.pt"), new byte[0]), "not a file of PyTorch");
    }

    @Test
    void refusesATruncatedCheckpoint() throws IOException {
        byte[] whole = Files.readAllBytes(TinyModel.write(folder.resolve("tiny.pt")));
        for (int tenths = 1; tenths < 10; tenths++) {
            byte[] part = Arrays.copyOf(whole, whole.length * tenths / 10);
            assertRefused(Files.write(folder.resolve("cut.pt"), part), "cut short");
        }
    }

    @Test
    void refusesAZipBombBeforeUnpacking() throws IOException {
        Path bomb = folder.resolve("bomb.pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 256; i++) {
                zip.write(zeros);
            }
        }

        assertRefused(bomb, "is compressed");
    }

    @Test
    void refusesAPickleThatNamesOsSystem() throws IOException {
        byte[] attack = PickleBytes.of(Map.of("model", new Call(new Name("os", "system"), List.of("touch owned"))));

        assertRefused(TinyModel.writeZip(folder.resolve("attack.pt"), Map.of("archive/data.pkl", attack)), "os.system");
    }

    @Test
    void refusesAnUnknownLayerByName() throws IOException {
        Path file = folder.resolve("unknown.pt");

        assertRefused(TinyModel.write(file, "models.common", "Conv", "C3TR", Map.of()), "layer 2 (C3TR): unknown kind");
        assertRefused(
                TinyModel.write(file, "models.experimental", "GhostConv", "C3", Map.of()),
                "is a models.experimental.GhostConv");
    }

    @Test
    void refusesATensorOfTheWrongShapeByName() throws IOException {
        Path file = TinyModel.write(
                folder.resolve("shape.pt"),
                "models.common",
                "Conv",
                "C3",
                Map.of("model.3.conv.weight", List.of(24, 8, 3, 3)));

        assertRefused(file, "the tensor model.3.conv.weight should be [24, 16, 3, 3] and is [24, 8, 3, 3]");
    }

    @Test
    void refusesAStateDictWithoutItsNetwork() throws IOException {
        byte[] pickle = PickleBytes.of(Map.of("model.0.conv.weight", List.of(1)));

        assertRefused(
                TinyModel.writeZip(folder.resolve("state.pt"), Map.of("archive/data.pkl", pickle)),
                "neither 'ema' nor 'model'");
    }

    private void assertRefused(Path file, String reason) {
        assertThatThrownBy(() -> weights.open(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining(reason)
                .hasMessageNotContaining("\n");
    }
}
