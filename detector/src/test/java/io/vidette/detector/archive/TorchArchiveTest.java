package io.vidette.detector.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.detector.TinyModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchArchiveTest {
    @TempDir
    Path folder;

    @Test
    void readsArchivesOfTheWriter() throws IOException {
        Path file = folder.resolve("a.pt");
        Tensor weights = Tensor.ofFloats(List.of(2, 3), new float[] {1, -2, 3.5f, 0, 5, 6});
        ScriptArchiveWriter.write(file, pickleOf(weights), "code", List.of(weights), Map.of("note.txt", "hello"));

        try (TorchArchive archive = TorchArchive.open(file)) {
            assertThat(archive.isTorchScript()).isTrue();
            assertThat(archive.text("extra/note.txt")).hasValue("hello");
            Pickled.Instance root = (Pickled.Instance) archive.pickle();
            TensorRef ref = TensorRef.of(root.attribute("w").orElseThrow()).orElseThrow();
            assertThat(archive.read(ref).toFloats()).containsExactly(1, -2, 3.5f, 0, 5, 6);
        }
    }

    @Test
    void writesTheSameBytesForTheSameContentAndAlignsThem() throws IOException {
        Tensor weights = Tensor.ofFloats(List.of(1), new float[] {42.25f});
        for (String name : List.of("first.pt", "second.pt")) {
            ScriptArchiveWriter.write(
                    folder.resolve(name), pickleOf(weights), "code", List.of(weights, weights), Map.of());
        }

        byte[] bytes = Files.readAllBytes(folder.resolve("first.pt"));
        assertThat(folder.resolve("second.pt")).hasBinaryContent(bytes);
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        int content = latin.indexOf("\0\0)B");
        assertThat(content).isPositive();
        assertThat(content % 64).isZero();
    }

    @Test
    void leavesNoPartialFileBehind() throws IOException {
        Tensor weights = Tensor.ofFloats(List.of(1), new float[] {1});
        ScriptArchiveWriter.write(folder.resolve("a.pt"), pickleOf(weights), "", List.of(weights), Map.of());

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("a.pt"));
        }
    }

    @Test
    void refusesACompressedEntryBeforeUnpacking() throws IOException {
        Path bomb = folder.resolve("bomb.pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 256; i++) {
                zip.write(zeros);
            }
        }

        assertThatThrownBy(() -> TorchArchive.open(bomb))
                .isInstanceOf(MalformedArchiveException.class)
                .hasMessageContaining("compressed");
    }

    @Test
    void refusesAnArchiveWithoutAPickle() throws IOException {
        Path file = TinyModel.writeZip(folder.resolve("a.pt"), Map.of("readme.txt", new byte[3]));

        assertThatThrownBy(() -> TorchArchive.open(file)).hasMessageContaining("no data.pkl");
    }

    @Test
    void refusesATensorThatReachesBeyondItsStorage() throws IOException {
        Path file = TinyModel.writeZip(
                folder.resolve("a.pt"), Map.of("archive/data.pkl", new byte[1], "archive/data/0", new byte[16]));

        try (TorchArchive archive = TorchArchive.open(file)) {
            assertThatThrownBy(() -> ref(4, 1, List.of(4), List.of(1))).hasMessageContaining("beyond its storage");
            assertThatThrownBy(() -> ref(1, 0, List.of(1000, 1000), List.of(0, 0)))
                    .hasMessageContaining("beyond");
            assertThatThrownBy(() -> ref(1L << 60, 0, List.of(1 << 20, 1 << 20), List.of(1, 1)))
                    .hasMessageContaining("too large");
            TensorRef claims = ref(1_000_000, 0, List.of(1_000_000), List.of(1));
            assertThatThrownBy(() -> archive.read(claims)).hasMessageContaining("too few");
            assertThat(archive.read(ref(4, 0, List.of(2, 2), List.of(1, 2))).shape())
                    .containsExactly(2, 2);
        }
    }

    /** What PyTorch itself reads, it does not compare. */
    @Test
    void findsDamageInAnyPartOfAProgram() throws IOException {
        Path file = folder.resolve("a.pt");
        Tensor weights = Tensor.ofFloats(List.of(3), new float[] {1.25f, 2.5f, 5.75f});
        ScriptArchiveWriter.write(
                file, pickleOf(weights), "class Holder", List.of(weights), Map.of("note.txt", "hello"));
        byte[] whole = Files.readAllBytes(file);
        verify(file);

        for (String part : List.of("class Holder", "hello", "\0\0\u00b8@")) {
            byte[] damaged = whole.clone();
            damaged[new String(whole, StandardCharsets.ISO_8859_1).indexOf(part) + 2]++;
            Files.write(file, damaged);
            assertThatThrownBy(() -> verify(file)).as(part).hasMessageContaining("checksum does not match");
        }
    }

    @Test
    void findsDamageInCompressedCode() throws IOException {
        Path file = folder.resolve("a.pt");
        byte[] code = "forward ".repeat(100).getBytes(StandardCharsets.UTF_8);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("archive/code/a.py"));
            zip.write(code);
            zip.closeEntry();
            zip.setMethod(ZipOutputStream.STORED);
            ZipEntry pickle = new ZipEntry("archive/data.pkl");
            byte[] none = {(byte) 0x80, 2, 'N', '.'};
            CRC32 checksum = new CRC32();
            checksum.update(none);
            pickle.setSize(none.length);
            pickle.setCrc(checksum.getValue());
            zip.putNextEntry(pickle);
            zip.write(none);
        }
        verify(file);
        byte[] whole = Files.readAllBytes(file);
        int content = new String(whole, StandardCharsets.ISO_8859_1).indexOf("code/a.py") + "code/a.py".length();

        for (int at = content; at < content + 16; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            assertThatThrownBy(() -> verify(file)).isInstanceOf(MalformedArchiveException.class);
        }
    }

    /** PyTorch would read on behind its end. */
    @Test
    void findsAStorageThatIsTooShort() throws IOException {
        Tensor weights = Tensor.ofFloats(List.of(3), new float[] {1, 2, 3});
        byte[] two = Tensor.ofFloats(List.of(2), new float[] {1, 2}).bytes();
        for (String pickle : List.of("data", "constants")) {
            Map<String, byte[]> parts = new LinkedHashMap<>();
            parts.put("archive/data.pkl", new byte[] {(byte) 0x80, 2, 'N', '.'});
            parts.put("archive/" + pickle + ".pkl", pickleOf(weights));
            parts.put("archive/" + pickle + "/0", two);
            Path file = TinyModel.writeZip(folder.resolve(pickle + ".pt"), parts);

            assertThatThrownBy(() -> verify(file)).hasMessageContaining("too few for 3 elements");
        }
    }

    private static void verify(Path file) throws IOException {
        try (TorchArchive archive = TorchArchive.open(file)) {
            archive.verifyProgram();
        }
    }

    @Test
    void widensHalvesExactly() {
        short[] halves = {0x3c00, (short) 0xc000, 0x7bff, 0x0001, (short) 0x8000, 0x7c00};
        float[] floats = {1, -2, 65504, 0x1p-24f, -0.0f, Float.POSITIVE_INFINITY};
        for (int i = 0; i < halves.length; i++) {
            assertThat(HalfFloat.toFloat(halves[i])).isEqualTo(floats[i]);
        }
        assertThat(HalfFloat.toFloat((short) 0x7e00)).isNaN();
    }

    private static TensorRef ref(long elements, long offset, List<Integer> shape, List<Integer> strides) {
        return new TensorRef(ElementType.FLOAT32, "0", elements, offset, shape, strides);
    }

    private static byte[] pickleOf(Tensor weights) {
        PickleWriter pickle = new PickleWriter();
        pickle.beginObject("__torch__", "Holder");
        pickle.text("w");
        pickle.tensor(weights, "0", true);
        pickle.endObject();
        return pickle.finish();
    }
}
