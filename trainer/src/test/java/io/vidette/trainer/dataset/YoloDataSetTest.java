package io.vidette.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class YoloDataSetTest {
    @TempDir
    private Path folder;

    @Test
    void readsPictureFoldersAndTheirLabels() throws IOException {
        write("images/val/b.jpg", "");
        write("images/val/deep/a.JPEG", "");
        write("images/val/readme.md", "");
        write("labels/val/b.txt", "1 0.5 0.5 0.2 0.4\n\n0 .25 .25 .5 .5\n");
        write("labels/val/deep/a.txt", "");
        DataSet set = open("val: images/val\nnames: [cat, dog]\n");
        assertThat(set.problems()).isEmpty();
        assertThat(set.classes()).containsExactly("cat", "dog");
        assertThat(set.images())
                .extracting(image -> folder.relativize(image.file()).toString())
                .containsExactly("images/val/b.jpg", "images/val/deep/a.JPEG");
        assertThat(set.images().get(0).objects())
                .containsExactly(LabelledObject.of(1, 0.4, 0.3, 0.2, 0.4), LabelledObject.of(0, 0, 0, 0.5, 0.5));
        assertThat(set.objects()).isEqualTo(2);
    }

    @Test
    void readsFilesWrittenOnWindows() throws IOException {
        write("images/a.jpg", "");
        write("labels/a.txt", "\ufeff0 .5 .5 1 1\r\n0 .25 .25 .5 .5\r\n");
        DataSet set = open("val: images\nnames: [cat]\n");
        assertThat(set.problems()).isEmpty();
        assertThat(set.objects()).isEqualTo(2);
    }

    @Test
    void followsLinksAndRefusesCycles() throws IOException {
        write("store/a.jpg", "");
        write("labels/a.txt", "0 .5 .5 1 1");
        Path images = Files.createSymbolicLink(folder.resolve("images"), folder.resolve("store"));
        assertThat(open("val: images\nnames: [cat]\n").objects()).isEqualTo(1);
        Files.createSymbolicLink(images.resolve("again"), images);
        refused("val: images\nnames: [cat]\n", "cannot be read");
    }

    @Test
    void namesEntriesThatAreNotFiles() throws IOException {
        Path a = write("images/a.jpg", "");
        write("labels/a.txt", "");
        Files.createSymbolicLink(a.resolveSibling("b.jpg"), folder.resolve("lost.jpg"));
        Files.createSymbolicLink(a.resolveSibling("day2"), folder.resolve("lost"));
        Files.createSymbolicLink(a.resolveSibling("null.jpg"), Path.of("/dev/null"));
        DataSet set = open("val: images\nnames: [cat]\n");
        assertThat(set.images()).hasSize(1);
        assertThat(set.problems())
                .extracting(
                        problem -> problem.file().getFileName().toString(), LabelProblem::fault, LabelProblem::reason)
                .containsExactly(
                        tuple("b.jpg", LabelFault.NO_IMAGE, "is a broken link; left out"),
                        tuple("day2", LabelFault.NO_IMAGE, "is a broken link; left out"),
                        tuple("null.jpg", LabelFault.NO_IMAGE, "is not a file; left out"));
    }

    @Test
    void readsListFilesAndSeveralFolders() throws IOException {
        write("set/images/a.jpg", "");
        write("set/images/b.jpg", "");
        write("set/more/c.jpg", "");
        write("set/more/c.txt", "0 .5 .5 1 1");
        write("set/labels/a.txt", "0 .5 .5 1 1");
        write("set/labels/b.txt", "");
        write("set/lists/val.txt", "./../images/a.jpg\nimages/b.jpg\nimages/lost.jpg\n../images/a.jpg\n");
        DataSet set = open("path: set\nval: [lists/val.txt, more]\nnames: {0: cat}\n");
        assertThat(set.images())
                .extracting(image -> image.file().getFileName().toString())
                .containsExactly("a.jpg", "b.jpg", "c.jpg");
        assertThat(set.objects()).isEqualTo(2);
        assertThat(set.problems())
                .extracting(LabelProblem::line, LabelProblem::fault)
                .containsExactly(tuple(3, LabelFault.NO_IMAGE), tuple(4, LabelFault.DUPLICATE));
    }

    @Test
    void namesAndIgnoresEveryInvalidRow() throws IOException {
        write("images/a.jpg", "");
        write("images/b.jpg", "");
        write("labels/a.txt", """
                0 .5 .5 .5
                0 .5 .5 .5 .5 .5
                0 .5 .5 1.5 .5
                0 -.5 .5 .5 .5
                0 NaN .5 .5 .5
                0 .5 Infinity .5 .5
                -1 .5 .5 .5 .5
                2 .5 .5 .5 .5
                0.5 .5 .5 .5 .5
                0 .5 .5 0 .5
                0 .5 x .5 .5
                1 .5 .5 .25 .5
                1 .5 .5 .25 .5
                """);
        DataSet set = open("val: images\nnames: [cat, dog]\n");
        assertThat(set.images().get(0).objects()).containsExactly(LabelledObject.of(1, 0.375, 0.25, 0.25, 0.5));
        assertThat(set.problems())
                .extracting(LabelProblem::line, LabelProblem::fault)
                .containsExactly(
                        tuple(1, LabelFault.MALFORMED),
                        tuple(2, LabelFault.MALFORMED),
                        tuple(3, LabelFault.OUTSIDE),
                        tuple(4, LabelFault.OUTSIDE),
                        tuple(5, LabelFault.NOT_FINITE),
                        tuple(6, LabelFault.NOT_FINITE),
                        tuple(7, LabelFault.UNKNOWN_CLASS),
                        tuple(8, LabelFault.UNKNOWN_CLASS),
                        tuple(9, LabelFault.UNKNOWN_CLASS),
                        tuple(10, LabelFault.NO_AREA),
                        tuple(11, LabelFault.MALFORMED),
                        tuple(13, LabelFault.DUPLICATE),
                        tuple(0, LabelFault.NO_LABELS));
        assertThat(set.problems().get(7)).asString().contains("labels/a.txt:8: class 2", "0 to 1");
        assertThat(LabelProblem.count(set.problems())).containsEntry(LabelFault.UNKNOWN_CLASS, 3);
    }

    @Test
    void readsAnOutlineAsItsBoundingBox() throws IOException {
        write("images/a.jpg", "");
        write("labels/a.txt", "0 .25 .5 .5 .25 .75 1");
        DataSet set = open("val: images\nnames: [cat]\n");
        assertThat(set.images().get(0).objects()).containsExactly(LabelledObject.of(0, 0.25, 0.25, 0.5, 0.75));
    }

    @Test
    void reportsAnIncompleteDescriptionInOneLine() throws IOException {
        write("images/a.jpg", "");
        refused("train: images\nnames: [cat]\n", "under 'val'", "it has train");
        refused("val: images\n", "no classes", "'names:'");
        refused("val: images\nnames: {0: cat, 2: dog}\n", "without gaps");
        refused("val: images\nnc: 3\nnames: [cat]\n", "nc is 3");
        refused("val: elsewhere\nnames: [cat]\n", "elsewhere", "check 'path'");
        refused("val: [images\n", "data.yaml:", "no YAML");
        refused("- val\n", "expected keys");
        Files.createDirectory(folder.resolve("empty"));
        refused("val: empty\nnames: [cat]\n", "no pictures there");
    }

    @Test
    void numbersClassesWithoutNames() throws IOException {
        write("images/a.jpg", "");
        assertThat(open("val: images\nnc: 2\n").classes()).containsExactly("class0", "class1");
    }

    private void refused(String yaml, String... parts) {
        assertThatThrownBy(() -> open(yaml))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("\n");
    }

    private DataSet open(String yaml) throws IOException {
        return DataSetReader.open(write("data.yaml", yaml), "val", Optional.empty());
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(folder.resolve(name).resolveSibling("."));
        return Files.writeString(file, text);
    }
}
