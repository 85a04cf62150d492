package io.vidette.detector.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.detector.TestFiles;
import io.vidette.detector.serve.DetectorConfig;
import io.vidette.detector.serve.ModelLoader;
import io.vidette.detector.serve.PrecisionSetting;
import io.vidette.detector.serve.YoloModel;
import io.vidette.topology.detect.FrameOutcome.Found;
import io.vidette.topology.message.Detection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published YOLOv5n on two pictures, held to what YOLOv5 itself finds there. */
class PublishedWeightsTest {
    private static final float PIXELS = 1.5f;
    private static final float CONFIDENCE = 0.01f;

    @Test
    void findTheSameObjectsAsYolov5(@TempDir Path cache) throws Exception {
        Path checkpoint = TestFiles.find("weights/yolov5n.pt");
        JsonNode expected =
                new JsonMapper().readTree(TestFiles.find("images/expected.json").toFile());
        Weights weights = new Weights(cache);
        try (YoloModel model = ModelLoader.load(
                weights.open(checkpoint),
                weights,
                DetectorConfig.defaults().change(DetectorConfig::precision).to(PrecisionSetting.FP32),
                new SimpleMeterRegistry())) {
            for (String picture : List.of("bus.jpg", "zidane.jpg")) {
                byte[] jpeg = Files.readAllBytes(TestFiles.find("images/" + picture));
                assertSame(((Found) model.detect(List.of(jpeg)).frames().get(0)).detections(), expected.get(picture));
            }
        }
    }

    private static void assertSame(List<Detection> found, JsonNode expected) {
        assertThat(found).hasSize(expected.size());
        for (int i = 0; i < found.size(); i++) {
            Detection detection = found.get(i);
            JsonNode box = expected.get(i).get("xyxy");
            assertThat(detection.classId()).isEqualTo(expected.get(i).get("cls").asInt());
            assertThat(detection.label()).isEqualTo(expected.get(i).get("name").asText());
            assertThat(detection.score()).isCloseTo(expected.get(i).get("conf").floatValue(), within(CONFIDENCE));
            assertThat(detection.box().x1()).isCloseTo(box.get(0).floatValue(), within(PIXELS));
            assertThat(detection.box().y1()).isCloseTo(box.get(1).floatValue(), within(PIXELS));
            assertThat(detection.box().x2()).isCloseTo(box.get(2).floatValue(), within(PIXELS));
            assertThat(detection.box().y2()).isCloseTo(box.get(3).floatValue(), within(PIXELS));
        }
    }
}
