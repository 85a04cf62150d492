package io.vidette.detector.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.detector.weights.Weights;
import io.vidette.topology.detect.FrameOutcome;
import io.vidette.topology.detect.FrameOutcome.Found;
import io.vidette.topology.message.Detection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of Ultralytics' own tool, held to what its predictor finds: {@code src/test/oracle/export_anchor_free.py}. */
class ExportOracleTest {
    private static final float PIXELS = 0.05f;
    private static final float SCORE = 1e-3f;

    @Test
    void agreesWithTheUltralyticsPredictor(@TempDir Path cache) throws Exception {
        Path folder = Path.of(System.getProperty("vidette.exports", "no-vidette.exports-given"));
        boolean there = Files.exists(folder.resolve("expected.json"));
        if (!there) {
            System.err.println("SKIPPED: no exports of Ultralytics in " + folder + "; make them with"
                    + " src/test/oracle/export_anchor_free.py DIR and give -Dvidette.exports=DIR");
        }
        Assumptions.assumeTrue(there, "no exports in " + folder);
        JsonNode expected =
                new JsonMapper().readTree(folder.resolve("expected.json").toFile());
        byte[] picture = Files.readAllBytes(folder.resolve("picture.jpg"));
        DetectorConfig config = DetectorConfig.defaults()
                .change(DetectorConfig::imageSize)
                .to(expected.get("imageSize").intValue())
                .withThresholds(
                        expected.get("confidence").floatValue(),
                        expected.get("iou").floatValue());
        Weights weights = new Weights(cache);
        for (Map.Entry<String, JsonNode> model : expected.get("models").properties()) {
            try (YoloModel yolo = ModelLoader.load(
                    weights.find(folder.resolve(model.getKey())), weights, config, new SimpleMeterRegistry())) {
                for (FrameOutcome outcome :
                        yolo.detect(List.of(picture, picture, picture)).frames()) {
                    compare(model.getKey(), ((Found) outcome).detections(), model.getValue());
                }
            }
        }
    }

    /** Each box of theirs has one of ours: those with equal scores come in any order. */
    private static void compare(String model, List<Detection> found, JsonNode expected) {
        assertThat(found).as(model).hasSize(expected.size());
        List<Detection> left = new ArrayList<>(found);
        double pixels = 0;
        double scores = 0;
        for (JsonNode box : expected) {
            Detection nearest = left.stream()
                    .filter(detection -> detection.classId() == box.get("class").intValue())
                    .min((a, b) -> Double.compare(distance(a, box), distance(b, box)))
                    .orElseThrow(() -> new AssertionError(model + ": no box of the class of " + box));
            left.remove(nearest);
            pixels = Math.max(pixels, distance(nearest, box));
            scores =
                    Math.max(scores, Math.abs(nearest.score() - box.get("score").doubleValue()));
        }
        System.out.printf("%s: %d boxes, within %.5f px and %.7f%n", model, expected.size(), pixels, scores);
        assertThat(pixels).as(model).isCloseTo(0, within((double) PIXELS));
        assertThat(scores).as(model).isCloseTo(0, within((double) SCORE));
    }

    private static double distance(Detection detection, JsonNode expected) {
        JsonNode box = expected.get("xyxy");
        double x = Math.max(
                Math.abs(detection.box().x1() - box.get(0).doubleValue()),
                Math.abs(detection.box().x2() - box.get(2).doubleValue()));
        double y = Math.max(
                Math.abs(detection.box().y1() - box.get(1).doubleValue()),
                Math.abs(detection.box().y2() - box.get(3).doubleValue()));
        return Math.max(x, y);
    }
}
