package io.vidette.trainer.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vidette.topology.detect.BatchOutcome;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.detect.FrameOutcome;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.ModelId;
import io.vidette.trainer.dataset.DataSet;
import io.vidette.trainer.dataset.DataSetReader;
import io.vidette.trainer.dataset.LabelFault;
import io.vidette.trainer.dataset.LabelProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ValidationTest {
    private static final List<String> MODEL = List.of("bird", "cat", "dog");

    @TempDir
    private Path folder;

    /** Finds in a picture what its bytes say: {@code class score x1 y1 x2 y2} in each line; 100 x 50 pixels. */
    private static final class Reading implements FrameDetector {
        private final List<Integer> batches = new ArrayList<>();

        @Override
        public ModelId model() {
            return new ModelId("reading", "0".repeat(64));
        }

        @Override
        public BatchOutcome detect(List<byte[]> jpegs) {
            batches.add(jpegs.size());
            return new BatchOutcome(
                    model(), jpegs.stream().map(Reading::outcome).toList());
        }

        private static FrameOutcome outcome(byte[] jpeg) {
            String text = new String(jpeg, StandardCharsets.US_ASCII);
            if (text.equals("broken")) {
                return new FrameOutcome.Unusable("not a JPEG");
            }
            List<Detection> detections = text.lines()
                    .map(line -> line.split(" ", -1))
                    .map(f -> new Detection(
                            Integer.parseInt(f[0]),
                            MODEL.get(Integer.parseInt(f[0])),
                            Float.parseFloat(f[1]),
                            new Box(number(f[2]), number(f[3]), number(f[4]), number(f[5]))))
                    .toList();
            return new FrameOutcome.Found(100, 50, detections);
        }

        private static float number(String text) {
            return Float.parseFloat(text);
        }

        @Override
        public void close() {}
    }

    @Test
    void comparesDetectionsWithLabelsInPixels() throws IOException {
        picture("a", "1 0.9 10 10 30 40\n0 0.8 0 0 5 5", "0 .2 .5 .2 .6");
        picture("b", "2 0.7 50 0 100 25\n2 0.3 0 0 10 10", "1 .75 .25 .5 .5");
        picture("c", "broken", "1 .5 .5 .5 .5");
        picture("d", "", "");
        DataSet data = open("cat", "dog");
        Reading detector = new Reading();
        Validation run = Validation.run(data, detector, ClassMatch.of(data.classes(), MODEL), 3, done -> {});
        assertThat(detector.batches).containsExactly(3, 1);
        assertThat(run.images()).isEqualTo(3);
        assertThat(run.truth().size()).isEqualTo(2);
        // The bird is of no class of the data set.
        assertThat(run.found().size()).isEqualTo(3);
        assertThat(LabelProblem.count(run.problems())).isEqualTo(Map.of(LabelFault.UNUSABLE_IMAGE, 1));
        ValidationFigures figures = ValidationFigures.of(data.classes(), run);
        assertThat(figures.yolo().all().images()).isEqualTo(3);
        assertThat(figures.yolo().all().ap()).isEqualTo(0.995, within(1e-9));
        assertThat(figures.coco().ap()).isEqualTo(1, within(1e-9));
        assertThat(figures.pascal().everyPoint()).isEqualTo(1, within(1e-9));
        assertThat(figures.confusion().count(0, 0)).isEqualTo(1);
        assertThat(figures.confusion().count(1, 2)).isEqualTo(1);
    }

    @Test
    void namesTheClassesThatTheModelLacks() {
        assertThat(ClassMatch.of(List.of("Dog", "cat"), MODEL).warnings()).isEmpty();
        ClassMatch some = ClassMatch.of(List.of("cat", "cow"), MODEL);
        assertThat(some.warnings()).singleElement().asString().contains("does not know cow");
        assertThat(List.of(some.ofModel(0), some.ofModel(1))).containsExactly(-1, 0);
    }

    @Test
    void matchesByNumberOnlyWhenNoNameIsEqual() {
        ClassMatch numbers = ClassMatch.of(List.of("class0", "class1", "class2"), MODEL);
        assertThat(numbers.ofModel(2)).isEqualTo(2);
        assertThat(numbers.warnings()).singleElement().asString().contains("by number", "bird for class0");
        assertThatThrownBy(() -> ClassMatch.of(List.of("cell"), MODEL))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll("bird, cat, dog", "cell", "no class in common");
    }

    private DataSet open(String... classes) throws IOException {
        Path yaml = folder.resolve("data.yaml");
        Files.writeString(yaml, "val: images\nnames: [" + String.join(", ", classes) + "]\n");
        return DataSetReader.open(yaml, "val", Optional.empty());
    }

    private void picture(String name, String content, String labels) throws IOException {
        Files.createDirectories(folder.resolve("images"));
        Files.createDirectories(folder.resolve("labels"));
        Files.writeString(folder.resolve("images/" + name + ".jpg"), content);
        Files.writeString(folder.resolve("labels/" + name + ".txt"), labels);
    }
}
