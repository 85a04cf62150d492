package io.vidette.detector.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.detector.Fuzz;
import io.vidette.detector.TinyExport;
import io.vidette.detector.image.Jpegs;
import io.vidette.detector.nms.SuppressionConfig;
import io.vidette.detector.weights.ExportedModel;
import io.vidette.detector.weights.Weights;
import io.vidette.topology.detect.FrameOutcome;
import io.vidette.topology.detect.FrameOutcome.Found;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.Detection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports that are served as they are, on programs with a known answer. */
class ExportedModelTest {
    private static final DetectorConfig CONFIG = DetectorConfig.defaults()
            .change(DetectorConfig::imageSize)
            .to(TinyExport.SIDE)
            .withThresholds(0.25f, 0.45f)
            .change(DetectorConfig::maxBatch)
            .to(4)
            .change(DetectorConfig::threads)
            .to(2);
    private static final List<byte[]> PICTURES =
            List.of(Jpegs.random(64, 64, 1), Jpegs.random(64, 64, 2), Jpegs.random(64, 64, 3));

    @TempDir
    private Path folder;

    private List<List<Detection>> detect(Path file, DetectorConfig config) {
        Weights weights = new Weights(folder.resolve("cache"));
        try (YoloModel model = ModelLoader.load(weights.find(file), weights, config, new SimpleMeterRegistry())) {
            List<FrameOutcome> found = model.detect(PICTURES).frames();
            return found.stream().map(outcome -> ((Found) outcome).detections()).toList();
        }
    }

    private Path raw() throws IOException {
        return TinyExport.write(folder.resolve("raw.torchscript"), TinyExport.RAW, TinyExport.CONFIG);
    }

    private Path ended() throws IOException {
        return TinyExport.write(folder.resolve("final.torchscript"), TinyExport.FINAL, TinyExport.CONFIG);
    }

    @Test
    void suppressesTheBoxesOfAnAnchorFreeHead() throws IOException {
        for (List<Detection> found : detect(raw(), CONFIG)) {
            assertThat(found).extracting(Detection::label).containsExactly("cat", "bird");
            assertBox(found.get(0), 0.9f, 12, 14, 28, 26);
            assertBox(found.get(1), 0.7f, 36, 39, 44, 49);
        }
    }

    @Test
    void detectsEveryClassOfABoxWithMultiLabel() throws IOException {
        DetectorConfig every = CONFIG.change(DetectorConfig::suppression)
                .to(CONFIG.suppression().change(SuppressionConfig::multiLabel).to(true));

        for (List<Detection> found : detect(raw(), every)) {
            assertThat(found).extracting(Detection::label).containsExactly("cat", "bird", "dog");
            assertBox(found.get(2), 0.6f, 36, 39, 44, 49);
        }
    }

    @Test
    void keepsOverlappingBoxesOfAnEndToEndHead() throws IOException {
        for (List<Detection> found : detect(ended(), CONFIG)) {
            assertThat(found).extracting(Detection::label).containsExactly("cat", "cat", "bird");
            assertBox(found.get(1), 0.8f, 13, 14, 29, 26);
        }
        assertThat(detect(ended(), CONFIG.change(DetectorConfig::maxDetections).to(2)))
                .allMatch(found -> found.size() == 2);
        assertThat(detect(ended(), CONFIG.withThresholds(0.75f, 0.45f))).allMatch(found -> found.size() == 2);
    }

    @Test
    void ignoresABoxWithSwappedCorners() throws IOException {
        Path file = TinyExport.write(
                folder.resolve("inside-out.torchscript"),
                TinyExport.FINAL.replace("[[12., 14., 28., 26., 0.9, 0.]", "[[28., 14., 12., 26., 0.9, 0.]"),
                TinyExport.CONFIG);

        assertThat(detect(file, CONFIG))
                .allSatisfy(
                        found -> assertThat(found).extracting(Detection::label).containsExactly("cat", "bird"));
    }

    private static void assertBox(Detection found, float score, float x1, float y1, float x2, float y2) {
        assertThat(found.score()).isCloseTo(score, within(1e-6f));
        assertThat(found.box().x1()).isCloseTo(x1, within(1e-4f));
        assertThat(found.box().y1()).isCloseTo(y1, within(1e-4f));
        assertThat(found.box().x2()).isCloseTo(x2, within(1e-4f));
        assertThat(found.box().y2()).isCloseTo(y2, within(1e-4f));
    }

    /** A program whose batch is fixed: it fails on any other. */
    @ParameterizedTest
    @CsvSource({"1", "2"})
    void runsAProgramWithItsTracedBatchSize(int batch) throws IOException {
        String body = "    p = torch.view(pictures, [%d, 3, 64, 64])\n".formatted(batch)
                + "    a = torch.unsqueeze(torch.tensor(" + TinyExport.RAW + ", dtype=None, device=None), 0)\n"
                + "    z = torch.mul(torch.select(torch.reshape(p, [-1]), 0, 0), 0.)\n"
                + "    return torch.add(torch.repeat(a, [%d, 1, 1]), z)\n".formatted(batch);
        Path file = TinyExport.writeProgram(
                folder.resolve("fixed.torchscript"),
                TinyExport.CONFIG.replace("\"batch\": 1", "\"batch\": " + batch),
                body);

        assertThat(detect(file, CONFIG)).hasSize(3).allMatch(found -> found.size() == 2);
    }

    @Test
    void asksForAnExportWithoutTorchvisionNms() throws IOException {
        Path file = TinyExport.writeProgram(
                folder.resolve("nms.torchscript"),
                TinyExport.CONFIG,
                "    return ops.torchvision.nms(pictures, pictures, 0.5)\n");

        assertRefused(file, "export it again with nms=False");
    }

    /** The program would run, and find a box elsewhere. */
    @Test
    void refusesADamagedProgram() throws IOException {
        Path file = raw();
        String latin = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(file, latin.replace("[20., 21., 40.]", "[20., 21., 50.]"), StandardCharsets.ISO_8859_1);

        assertRefused(file, "is damaged: its checksum does not match; take another copy of the file");
    }

    @Test
    void refusesAnInvalidSize() throws IOException {
        Path file = TinyExport.write(
                folder.resolve("odd.torchscript"), TinyExport.RAW, TinyExport.CONFIG.replace("[64, 64]", "[33, 33]"));
        Weights weights = new Weights(folder.resolve("cache"));
        ExportedModel export = (ExportedModel) weights.find(file);

        assertThatThrownBy(() -> export.side(0))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("33 pixels")
                .hasMessageContaining("imgsz=64");
        assertThatThrownBy(() -> ExportForms.output(export, weights.cache())).isInstanceOf(UserError.class);
    }

    @Test
    void refusesBatchesThatExceedABuffer() throws IOException {
        Path file = TinyExport.write(
                folder.resolve("large.torchscript"),
                TinyExport.RAW,
                TinyExport.CONFIG.replace("\"dynamic\": false", "\"dynamic\": true"));
        DetectorConfig large = CONFIG.change(DetectorConfig::imageSize)
                .to(4096)
                .change(DetectorConfig::maxBatch)
                .to(64);

        assertThatThrownBy(() -> detect(file, large))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("model.maxBatch")
                .hasMessageContaining("at most 42");
    }

    @Test
    void namesTheSizeOfAnExport() throws IOException {
        Path file = raw();

        assertThatThrownBy(() ->
                        detect(file, CONFIG.change(DetectorConfig::imageSize).to(640)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("64 pixels")
                .hasMessageContaining("640")
                .hasMessageContaining("--img 64");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"detect\"|\"segment\"|'segment'",
                "\"detect\"|\"pose\"|'pose'",
                "[64, 64]|[64, 96]|96x64",
                "[64, 64]|[64]|imgsz",
                "\"stride\": 32|\"stride\": -1|stride",
                "\"2\": \"bird\"|\"3\": \"bird\"|class 2",
                ", \"2\": \"bird\"||2 class names",
                "\"task\"|\"task|not JSON",
                "\"description\"|]|not JSON",
                "{\"0\": \"cat\", \"1\": \"dog\", \"2\": \"bird\"}|[]|names no class",
            })
    void refusesInOneLine(String part, String instead, String says) throws IOException {
        String config = TinyExport.CONFIG.replace(part, instead == null ? "" : instead);
        Path file = TinyExport.write(folder.resolve("odd.torchscript"), TinyExport.RAW, config);

        assertRefused(file, says);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.9, 0.8|float('nan'), 0.8|not a number",
                "0.9, 0.8|5.5, 0.8|score 5.5",
            })
    void refusesOutputsThatAreNotDetections(String part, String instead, String says) throws IOException {
        Path file = TinyExport.write(
                folder.resolve("odd.torchscript"), TinyExport.RAW.replace(part, instead), TinyExport.CONFIG);

        assertRefused(file, says);
    }

    @Test
    void refusesAnExportWithoutItsConfig() throws IOException {
        assertRefused(TinyExport.write(folder.resolve("bare.torchscript"), TinyExport.RAW, ""), "config.txt");
    }

    private void assertRefused(Path file, String says) {
        assertThatThrownBy(() -> detect(file, CONFIG))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(says)
                .hasMessageContaining(file.toString())
                .extracting(e -> String.valueOf(e.getMessage()).contains("\n"))
                .isEqualTo(false);
    }

    @Test
    void refusesToCompileAnExportAgain() throws IOException {
        Path file = raw();

        assertThatThrownBy(() -> Weights.importTo(file, folder.resolve("best.pt"), Optional.empty()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("served unchanged");
        assertThatThrownBy(() -> new Weights(folder).open(file)).hasMessageContaining("served unchanged");
    }

    @Test
    void readsADamagedConfigOrRefusesItInOneLine() {
        byte[] whole = TinyExport.CONFIG.getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("fuzz.torchscript");
        Fuzz.each(random -> {
            String config = new String(Fuzz.damaged(whole, random), StandardCharsets.UTF_8);
            TinyExport.write(file, TinyExport.RAW, config);
            try {
                assertThat(new Weights(folder).find(file).classes()).isNotNull();
            } catch (UserError e) {
                assertThat(String.valueOf(e.getMessage())).doesNotContain("\n").hasSizeLessThan(2000);
            }
        });
    }
}
