package io.vidette.deploy.app.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.vidette.deploy.app.evaluate.FileReport.PascalReport;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.serde.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileEvaluationTest {
    @TempDir
    private Path directory;

    @Test
    void evaluatesCocoFiles() throws IOException {
        Path truth = Files.writeString(
                directory.resolve("truth.json"),
                "{\"images\": [{\"id\": 1, \"file_name\": \"a.jpg\", \"width\": 100, \"height\": 100}],"
                        + "\"categories\": [{\"id\": 1, \"name\": \"cat\"}],"
                        + "\"annotations\": [{\"id\": 1, \"image_id\": 1, \"category_id\": 1, \"iscrowd\": 0,"
                        + " \"area\": 400, \"bbox\": [10, 10, 20, 20]}]}");
        Path found = Files.writeString(
                directory.resolve("found.json"),
                "[{\"image_id\": 1, \"category_id\": 1, \"bbox\": [10, 10, 20, 20], \"score\": 0.9}]");

        JsonNode json = Json.mapper().valueToTree(FileEvaluation.evaluate(truth, found, List.of()));

        assertThat(json.get("objects").asInt()).isOne();
        assertThat(json.get("detections").asInt()).isOne();
        assertThat(json.get("problems").asInt()).isZero();
        assertThat(json.get("AP").asDouble()).isCloseTo(1, within(1e-9));
        assertThat(json.fieldNames())
                .toIterable()
                .startsWith("images", "objects")
                .hasSize(4 + 12 + 2);
    }

    @Test
    void evaluatesPascalVocFoldersAtEachOverlap() throws IOException {
        Path truth = Files.createDirectory(directory.resolve("truth"));
        Path found = Files.createDirectory(directory.resolve("found"));
        Files.writeString(truth.resolve("a.txt"), "cat 10 10 20 20\ncat 60 60 20 20\n");
        Files.writeString(found.resolve("a.txt"), "cat 0.9 10 10 20 20\ncat 0.8 40 10 5 5\n");

        FileReport report = FileEvaluation.evaluate(truth, found, List.of(0.3, 0.5));

        assertThat(report).isInstanceOfSatisfying(PascalReport.class, pascal -> {
            assertThat(pascal.rows()).extracting(PascalReport.Row::label).containsExactly("cat", "all", "cat", "all");
            assertThat(pascal.rows()).allSatisfy(row -> {
                assertThat(row.objects()).isEqualTo(2);
                assertThat(row.right()).isOne();
                assertThat(row.wrong()).isOne();
            });
            assertThat(Json.mapper().<JsonNode>valueToTree(pascal.rows().get(0)).fieldNames())
                    .toIterable()
                    .containsExactly("iou", "class", "objects", "right", "wrong", "everyPoint", "elevenPoints");
        });
    }

    @Test
    void refusesAnOverlapAboveOne() {
        assertThatThrownBy(() -> FileEvaluation.evaluate(directory, directory, List.of(1.5)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--iou 1.5");
    }
}
