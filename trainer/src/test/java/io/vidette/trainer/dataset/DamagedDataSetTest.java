package io.vidette.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.detector.Seeds;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever bytes stand in a file of a data set: it is read, or refused in one line. */
final class DamagedDataSetTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void makeDataSets() throws IOException {
        for (String name : new String[] {"JPEGImages", "Annotations", "ImageSets", "images", "labels"}) {
            Files.createDirectory(folder.resolve(name));
        }
        Files.createFile(folder.resolve("JPEGImages/a.jpg"));
        Files.createFile(folder.resolve("images/a.jpg"));
        write(
                "Annotations/a.xml",
                "<?xml version=\"1.0\"?>\n<annotation><filename>a.jpg</filename><size><width>40</width>"
                        + "<height>30</height></size><object><name>cat</name><difficult>0</difficult><bndbox><xmin>1</xmin>"
                        + "<ymin>2</ymin><xmax>20</xmax><ymax>9</ymax></bndbox></object></annotation>");
        write("ImageSets/val.txt", "a\nb\n");
        write("labels/a.txt", "0 .5 .5 .25 .25\n1 .1 .1 .2 .1 .3 .4\n");
        write("list.txt", "images/a.jpg\n./images/b.jpg\n");
        write("data.yaml", "path: .\nval: [list.txt, images]\nnc: 2\nnames: {0: cat, 1: dog}\n");
        write(
                "coco.json",
                "{\"images\": [{\"id\": 7, \"file_name\": \"images/a.jpg\", \"width\": 40, \"height\": 30}],"
                        + "\"categories\": [{\"id\": 3, \"name\": \"cat\"}], \"annotations\": [{\"image_id\": 7, \"category_id\": 3,"
                        + "\"bbox\": [1, 2, 8, 9], \"area\": 70, \"iscrowd\": 0}]}");
    }

    @Test
    void readsOrFailsInOneLine() {
        for (String file : new String[] {
            "Annotations/a.xml", "ImageSets/val.txt", "labels/a.txt", "list.txt", "data.yaml", "coco.json"
        }) {
            String place = file.contains("a.xml") || file.startsWith("ImageSets")
                    ? "."
                    : file.equals("coco.json") ? file : "data.yaml";
            byte[] sound = bytes(file);
            assertThat(open(place)).as(file).isEmpty();
            Seeds.each(150, random -> {
                write(file, damaged(sound, random));
                assertThat(open(place)).as(file).doesNotContain("\n");
            });
            write(file, sound);
        }
    }

    /** The refusal; empty where it was read. */
    private String open(String place) {
        try {
            DataSet set = DataSetReader.open(folder.resolve(place), "val", Optional.empty());
            assertThat(set.images()).isNotEmpty();
            return "";
        } catch (UserError e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static byte[] damaged(byte[] sound, Random random) {
        byte[] bytes = sound.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private byte[] bytes(String name) {
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, String text) {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String name, byte[] bytes) {
        try {
            Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
