package io.vidette.detector.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.detector.TinyExport;
import io.vidette.detector.TinyModel;
import io.vidette.detector.archive.TorchArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often files are read: large ones take seconds each time. */
class WeightsReaderTest {
    @TempDir
    private Path folder;

    private final List<Path> opened = new ArrayList<>();
    private final List<Path> hashed = new ArrayList<>();

    private final WeightsReader reader = new WeightsReader(new WeightsReader.Access() {
        @Override
        public TorchArchive open(Path file) throws IOException {
            opened.add(file);
            return TorchArchive.open(file);
        }

        @Override
        public String sha256(Path file) throws IOException {
            hashed.add(file);
            return Sha256.of(file);
        }
    });

    @Test
    void readsForeignWeightsOnceAndThenItsImport() throws IOException {
        Path checkpoint = TinyModel.write(folder.resolve("tiny.pt"));

        Path imported = reader.servable(checkpoint, folder.resolve("cache")).file();

        assertThat(opened).containsExactly(checkpoint, imported);
        assertThat(hashed).containsExactly(checkpoint, imported);
    }

    @Test
    void readsCachedForeignWeightsOnce() throws IOException {
        Path checkpoint = TinyModel.write(folder.resolve("tiny.pt"));
        Path imported = reader.bestPt(checkpoint, folder.resolve("cache")).file();
        opened.clear();
        hashed.clear();

        assertThat(reader.bestPt(checkpoint, folder.resolve("cache")).file()).isEqualTo(imported);

        assertThat(opened).containsExactly(checkpoint, imported);
        assertThat(hashed).containsExactly(checkpoint, imported);
    }

    @Test
    void importsForeignWeightsInOneRead() throws IOException {
        Path checkpoint = TinyModel.write(folder.resolve("tiny.pt"));
        Path output = folder.resolve("best.pt");

        reader.importTo(checkpoint, output, Optional.empty());

        assertThat(opened).containsExactly(checkpoint, output);
        assertThat(hashed).containsExactly(checkpoint, output);
    }

    @Test
    void readsItsOwnFormOnce() throws IOException {
        Path best = Weights.importTo(
                        TinyModel.write(folder.resolve("tiny.pt")), folder.resolve("best.pt"), Optional.empty())
                .file();

        assertThat(reader.servable(best, folder.resolve("cache"))).isInstanceOf(BestPt.class);

        assertThat(opened).containsExactly(best);
        assertThat(hashed).containsExactly(best);
    }

    @Test
    void readsAnExportOnce() throws IOException {
        Path export = TinyExport.write(folder.resolve("raw.torchscript"), TinyExport.RAW, TinyExport.CONFIG);

        assertThat(reader.servable(export, folder.resolve("cache"))).isInstanceOf(ExportedModel.class);

        assertThat(opened).containsExactly(export);
        assertThat(hashed).containsExactly(export);
    }
}
