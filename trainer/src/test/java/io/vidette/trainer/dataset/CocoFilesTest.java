package io.vidette.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CocoFilesTest {
    private static final String TRUTH = """
            {"annotations": [
            {"image_id": 7, "category_id": 3, "bbox": [0, 0, 9, 9]},
            {"image_id": 8, "category_id": 3, "bbox": [0, 0, 9, 9]}],
            "images": [{"id": 7}], "categories": [{"id": 3, "name": "cat"}]}""";

    @TempDir
    private Path folder;

    @Test
    void namesAndIgnoresAnnotationsOfUnknownImages() throws IOException {
        CocoTruth truth = CocoTruth.read(write("gt.json", TRUTH));
        assertThat(truth.truth().size()).isEqualTo(1);
        assertThat(truth.problems()).singleElement().asString().contains("gt.json:3", "unknown image 8");
    }

    @Test
    void refusesDetectionsOfUnknownImagesAndClasses() throws IOException {
        CocoTruth truth = CocoTruth.read(write("gt.json", TRUTH));
        Path image = write("image.json", "[{\"image_id\":1,\"category_id\":3,\"bbox\":[0,0,1,1],\"score\":1}]");
        assertThatThrownBy(() -> CocoFindings.read(image, truth))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("image.json:1: detection in the image 1");
        Path kind = write("class.json", "[{\"image_id\":7,\"category_id\":4,\"bbox\":[0,0,1,1],\"score\":1}]");
        assertThatThrownBy(() -> CocoFindings.read(kind, truth))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("category 4");
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        Path cut = write("cut.json", TRUTH.substring(0, 60));
        assertThatThrownBy(() -> CocoTruth.read(cut))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cut.json")
                .hasMessageNotContaining("\n");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
