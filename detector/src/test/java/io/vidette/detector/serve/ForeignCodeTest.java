package io.vidette.detector.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.detector.TinyExport;
import io.vidette.detector.TinyModel;
import io.vidette.detector.image.Jpegs;
import io.vidette.detector.torch.Djl;
import io.vidette.detector.torch.Program;
import io.vidette.detector.weights.BestPt;
import io.vidette.detector.weights.Weights;
import io.vidette.topology.detect.FrameOutcome;
import io.vidette.topology.fault.UserError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of weights whose programs write a file. */
class ForeignCodeTest {
    private static final DetectorConfig CONFIG = DetectorConfig.defaults()
            .change(DetectorConfig::imageSize)
            .to(128)
            .withThresholds(0.05f, 0.45f)
            .change(DetectorConfig::maxBatch)
            .to(2)
            .change(DetectorConfig::precision)
            .to(PrecisionSetting.FP32);
    private static final List<byte[]> PICTURES = List.of(Jpegs.random(128, 72, 1), Jpegs.random(300, 200, 2));

    @TempDir
    private Path folder;

    private List<FrameOutcome> detect(Path file, DetectorConfig config) {
        Weights weights = new Weights(folder.resolve("cache"));
        try (YoloModel model = ModelLoader.load(weights.find(file), weights, config, new SimpleMeterRegistry())) {
            return model.detect(PICTURES).frames();
        }
    }

    /** The code of a {@code best.pt}, with a line that writes a file. */
    private Path doctored(BestPt best, Path written) throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(best.file().toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                byte[] bytes = zip.getInputStream(entry).readAllBytes();
                if (entry.getName().endsWith("code/__torch__.py")) {
                    String code = new String(bytes, StandardCharsets.UTF_8);
                    int body = code.indexOf('\n', code.indexOf("Tuple[Tensor]:")) + 1;
                    bytes = (code.substring(0, body) + "    torch.save(x, \"" + written + "\")\n"
                                    + code.substring(body))
                            .getBytes(StandardCharsets.UTF_8);
                }
                entries.put(entry.getName(), bytes);
            }
        }
        return TinyModel.writeZip(folder.resolve("doctored.pt"), entries);
    }

    @Test
    void servesABestPtWithoutRunningItsCode() throws Exception {
        Path written = folder.resolve("written");
        BestPt best = new Weights(folder.resolve("cache")).open(TinyModel.write(folder.resolve("tiny.pt")));
        Path doctored = doctored(best, written);
        // PyTorch does run it.
        Djl.start();
        try (Program program = Program.load(doctored);
                NDManager scope = program.newScope()) {
            program.run(scope, scope.zeros(new Shape(1, 3, 128, 128)));
        }
        assertThat(written).exists();
        Files.delete(written);

        assertThat(detect(doctored, CONFIG)).isEqualTo(detect(best.file(), CONFIG));

        Weights weights = new Weights(folder.resolve("cache"));
        try (ArchiveBenchmark benchmark = ArchiveBenchmark.load(weights.find(doctored), weights, CONFIG)) {
            benchmark.round(2);
        }
        assertThat(written).doesNotExist();
        assertThat(folder.resolve("cache")).isDirectoryNotContaining("glob:**/plain-*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "    torch.save(pictures, \"FILE\")\n",
                "    pictures.save(\"FILE\")\n",
                "    getattr(pictures, \"save\")(\"FILE\")\n",
                "    ops.aten.save(pictures, \"FILE\")\n",
            })
    void refusesAnExportThatWritesAFile(String statement) throws Exception {
        Path written = folder.resolve("written");
        Path file = TinyExport.writeProgram(
                folder.resolve("hostile.torchscript"),
                TinyExport.CONFIG,
                statement.replace("FILE", written.toString())
                        + "    a = torch.unsqueeze(torch.tensor(" + TinyExport.RAW + ", dtype=None, device=None), 0)\n"
                        + "    return torch.repeat(a, [torch.size(pictures, 0), 1, 1])\n");

        assertThatThrownBy(() ->
                        detect(file, CONFIG.change(DetectorConfig::imageSize).to(TinyExport.SIDE)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("save'")
                .hasMessageContaining("code/__torch__.py, line 7")
                .hasMessageContaining("take weights from people you trust");
        assertThat(written).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil/data.pkl", "tiny/CODE/__TORCH__.py", "Tiny/data.pkl"})
    void refusesAnExportWithAnAmbiguousEntry(String name) throws Exception {
        Path file = TinyExport.write(folder.resolve("raw.torchscript"), TinyExport.RAW, TinyExport.CONFIG);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(name, new byte[] {(byte) 0x80, 2, ')', '.'});
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        TinyModel.writeZip(file, entries);

        assertThatThrownBy(() ->
                        detect(file, CONFIG.change(DetectorConfig::imageSize).to(TinyExport.SIDE)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("zip");
    }
}
