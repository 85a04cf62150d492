package io.vidette.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.vidette.topology.fault.UserError;
import io.vidette.trainer.boxes.GroundTruth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CocoDataSetTest {
    private static final String JSON = """
            {"images": [{"id": 9, "file_name": "b.jpg", "width": 40, "height": 30},
            {"id": 7, "file_name": "a.jpg", "width": 40, "height": 30}, {"id": 8, "file_name": "lost.jpg"}],
            "categories": [{"id": 3, "name": "cat"}, {"id": 1, "name": "dog"}], "annotations": [
            {"image_id": 9, "category_id": 3, "bbox": [1, 2, 8, 9], "area": 50, "iscrowd": 1},
            {"image_id": 6, "category_id": 3, "bbox": [1, 2, 8, 9]},
            {"image_id": 9, "category_id": 4, "bbox": [1, 2, 8, 9]},
            {"image_id": 9, "category_id": 3, "bbox": [1, 2, 0, 9]},
            {"image_id": 9, "category_id": 3, "bbox": [1, 2, 45, 9]},
            {"image_id": 9, "category_id": 1, "bbox": [1, 2, 39.5, 9]},
            {"image_id": 9, "category_id": 1, "bbox": [1, 2, 39.5, 9]}]}""";

    @TempDir
    private Path folder;

    @Test
    void readsValidAnnotationsAndNamesInvalidOnes() throws IOException {
        Files.createDirectory(folder.resolve("val2017"));
        Files.createFile(folder.resolve("val2017/a.jpg"));
        Files.createFile(folder.resolve("val2017/b.jpg"));
        Files.createDirectory(folder.resolve("annotations"));
        Path json = Files.writeString(folder.resolve("annotations/instances_val2017.json"), JSON);
        DataSet set = DataSetReader.open(json, "val", Optional.empty());
        assertThat(set.classes()).containsExactly("dog", "cat");
        assertThat(set.images())
                .extracting(image -> image.file().getFileName().toString())
                .containsExactly("a.jpg", "b.jpg");
        assertThat(set.images().get(1).objects())
                .containsExactly(new LabelledObject(1, 1, 2, 8, 9, 50, true), LabelledObject.of(0, 1, 2, 39.5, 9));
        assertThat(set.problems())
                .extracting(LabelProblem::line, LabelProblem::fault)
                .containsExactly(
                        tuple(5, LabelFault.UNKNOWN_IMAGE),
                        tuple(6, LabelFault.UNKNOWN_CLASS),
                        tuple(7, LabelFault.NO_AREA),
                        tuple(8, LabelFault.OUTSIDE),
                        tuple(10, LabelFault.DUPLICATE),
                        tuple(0, LabelFault.NO_IMAGE));
    }

    @Test
    void asksForTheFolderWhenNoPictureIsFound() throws IOException {
        Path json = Files.writeString(folder.resolve("val.json"), JSON);
        assertThatThrownBy(() -> DataSetReader.open(json, "val", Optional.empty()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--images");
    }

    @Test
    void ignoresAPictureWhoseSizeDiffersFromItsLabels() {
        LabelledImage image = new LabelledImage(
                Path.of("a.jpg"), Optional.of(new PictureSize(40, 30)), List.of(LabelledObject.of(0, 1, 2, 8, 9)));
        GroundTruth truth = new GroundTruth();
        assertThat(image.addTo(truth, 0, new PictureSize(30, 40)))
                .get()
                .asString()
                .contains("30x40", "40x30");
        assertThat(truth.size()).isZero();
        assertThat(image.addTo(truth, 0, new PictureSize(40, 30))).isEmpty();
        assertThat(truth.size()).isEqualTo(1);
    }
}
