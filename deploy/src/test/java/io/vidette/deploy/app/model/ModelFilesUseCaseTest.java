package io.vidette.deploy.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.detector.TinyModel;
import io.vidette.detector.weights.ExportFormat;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelFilesUseCaseTest {
    @TempDir
    private Path directory;

    private final ModelFiles files = new ModelFiles(() -> directory.resolve("models"));

    @Test
    void describesANetworkWithoutWritingFiles() {
        ModelDescription described = files.describe("yolov5n");

        assertThat(described).isInstanceOfSatisfying(ModelDescription.Layers.class, layers -> {
            assertThat(layers.parameters()).isEqualTo(1_872_157);
            assertThat(layers.layers()).hasSize(25);
        });
        assertThat(directory.resolve("models")).doesNotExist();
    }

    @Test
    void refusesOptionsThatDoNotApplyToTheWeights() {
        Path out = directory.resolve("best.pt");
        Optional<Path> cfg = Optional.of(Path.of("a.cfg"));

        assertThatThrownBy(() -> new ImportOrder(Path.of("a.pt"), cfg, Optional.empty(), Optional.empty(), out))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--cfg");
        assertThatThrownBy(
                        () -> new ImportOrder(Path.of("a.weights"), cfg, Optional.empty(), Optional.of("yolov5s"), out))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--network");
        assertThat(new ImportOrder(Path.of("dir/a.weights"), Optional.empty(), Optional.empty(), Optional.empty(), out)
                        .description())
                .isEqualTo(Path.of("dir/a.cfg"));
    }

    @Test
    void exportsAndImportsWithoutACommand() throws IOException {
        OpenedWeights tiny = files.open(TinyModel.write(directory.resolve("tiny.pt")));
        Path state = directory.resolve(tiny.usualFile(ExportFormat.STATE_DICT));

        ExportReport exported = tiny.export(ExportFormat.STATE_DICT, state);

        assertThat(exported.file()).isEqualTo(state.toString());
        assertThat(exported.format()).isEqualTo(ExportFormat.STATE_DICT.toString());
        assertThat(state).isNotEmptyFile();
    }
}
