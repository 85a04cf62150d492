package io.vidette.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.vidette.detector.TestFiles;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VocDataSetTest {
    private static final String SIZE = "<size><width>40</width><height>30</height><depth>3</depth></size>";

    @TempDir
    private Path folder;

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectory(folder.resolve("Annotations"));
        Files.createDirectory(folder.resolve("JPEGImages"));
    }

    @Test
    void readsBoxesFromTheFirstPixelToTheLast() throws IOException {
        annotate("a", SIZE + """
                <object><name>dog</name><difficult>1</difficult><bndbox><xmin>1</xmin><ymin>11</ymin>
                <xmax>40</xmax><ymax>20</ymax></bndbox>
                <part><name>head</name><bndbox><xmin>5</xmin><ymin>5</ymin><xmax>6</xmax><ymax>6</ymax></bndbox></part>
                </object>""" + box("cat", 0, 0, 10, 10));
        DataSet set = open("val");
        assertThat(set.problems()).isEmpty();
        assertThat(set.classes()).containsExactly("cat", "dog");
        LabelledImage image = set.images().get(0);
        assertThat(image.size()).contains(new PictureSize(40, 30));
        assertThat(image.objects())
                .containsExactly(new LabelledObject(1, 0, 10, 40, 10, 400, true), LabelledObject.of(0, 0, 0, 10, 10));
    }

    @Test
    void followsTheListOfTheSplit() throws IOException {
        annotate("a", SIZE + box("cat", 1, 1, 9, 9));
        annotate("b", SIZE + box("cat", 1, 1, 9, 9));
        Files.createFile(folder.resolve("JPEGImages/c.jpg"));
        Files.createDirectories(folder.resolve("ImageSets/Main"));
        Files.writeString(folder.resolve("ImageSets/Main/val.txt"), "b  1\nc -1\nd\nb\n");
        DataSet set = open("val");
        assertThat(set.images())
                .extracting(image -> image.file().getFileName().toString())
                .containsExactlyInAnyOrder("b.jpg", "c.jpg");
        assertThat(LabelProblem.count(set.problems()))
                .isEqualTo(Map.of(LabelFault.NO_LABELS, 1, LabelFault.NO_IMAGE, 1, LabelFault.DUPLICATE, 1));
        assertThatThrownBy(() -> open("test"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("ImageSets/Main/test");
    }

    @Test
    void namesAndIgnoresEveryInvalidBox() throws IOException {
        annotate(
                "a",
                SIZE + "\n" + box("cat", 5, 5, 5, 9) + "\n" + box("cat", 30, 5, 41, 9) + "\n" + box("cat", -1, 5, 9, 9)
                        + "\n" + box("cat", Double.NaN, 5, 9, 9) + "\n<object><name>cat</name></object>\n"
                        + box("", 1, 1, 9, 9) + "\n" + box("cat", 1, 1, 9, 9) + "\n" + box("cat", 1, 1, 9, 9));
        DataSet set = open("val");
        assertThat(set.objects()).isEqualTo(1);
        assertThat(set.problems())
                .extracting(LabelProblem::line, LabelProblem::fault)
                .containsExactly(
                        tuple(2, LabelFault.NO_AREA),
                        tuple(3, LabelFault.OUTSIDE),
                        tuple(4, LabelFault.OUTSIDE),
                        tuple(5, LabelFault.NOT_FINITE),
                        tuple(6, LabelFault.MALFORMED),
                        tuple(7, LabelFault.UNKNOWN_CLASS),
                        tuple(9, LabelFault.DUPLICATE));
    }

    @Test
    void namesInvalidFilesAndFetchesNoExternalEntity() throws IOException {
        annotate("good", SIZE + box("cat", 1, 1, 9, 9));
        annotate("sizeless", box("cat", 1, 1, 9, 9));
        write("cut", "<annotation>" + SIZE + "<object><name>cat");
        write(
                "entity",
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><annotation>" + SIZE
                        + "<object><name>&x;</name></object></annotation>");
        DataSet set = open("val");
        assertThat(set.images()).hasSize(1);
        assertThat(set.classes()).containsExactly("cat");
        assertThat(LabelProblem.count(set.problems()))
                .isEqualTo(Map.of(LabelFault.MALFORMED, 2, LabelFault.WRONG_SIZE, 1));
    }

    /** The page that names this data set speaks of two boxes without area. */
    @Test
    void findsTheErrorsOfTheBloodCellDataSet() {
        Path bccd = TestFiles.find("bccd");
        DataSet train = DataSetReader.open(bccd, "train", Optional.empty());
        DataSet val = DataSetReader.open(bccd, "val", Optional.empty());
        assertThat(train.images()).hasSize(205);
        assertThat(val.images()).hasSize(87);
        assertThat(val.classes()).containsExactly("Platelets", "RBC", "WBC");
        assertThat(LabelProblem.count(train.problems()).getOrDefault(LabelFault.NO_AREA, 0)
                        + LabelProblem.count(val.problems()).getOrDefault(LabelFault.NO_AREA, 0))
                .isEqualTo(2);
    }

    private DataSet open(String split) {
        return DataSetReader.open(folder, split, Optional.empty());
    }

    private static String box(String name, double left, double top, double right, double bottom) {
        return "<object><name>%s</name><bndbox><xmin>%s</xmin><ymin>%s</ymin><xmax>%s</xmax><ymax>%s</ymax></bndbox></object>"
                .formatted(name, left, top, right, bottom);
    }

    private void annotate(String name, String content) throws IOException {
        write(name, "<annotation>" + content + "</annotation>");
    }

    private void write(String name, String xml) throws IOException {
        Files.createFile(folder.resolve("JPEGImages/" + name + ".jpg"));
        Files.writeString(folder.resolve("Annotations/" + name + ".xml"), xml);
    }
}
