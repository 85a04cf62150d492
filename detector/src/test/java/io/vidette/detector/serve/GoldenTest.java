package io.vidette.detector.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vidette.detector.TestFiles;
import io.vidette.detector.TinyModel;
import io.vidette.detector.torch.Djl;
import io.vidette.detector.torch.Program;
import io.vidette.detector.weights.BestPt;
import io.vidette.detector.weights.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code best.pt}, run by DJL, to numbers that PyTorch computed with a second implementation of the network. This
 * leaves {@code target/golden/NAME.pt} and {@code NAME.f32} for {@code src/test/oracle/check_archive.py}, which makes the
 * numbers: {@code check_archive.py target/golden/tiny.pt --djl target/golden/tiny.f32 --golden .../golden/tiny.json}.
 */
class GoldenTest {
    private static final int HEIGHT = 96;
    private static final int WIDTH = 128;

    @Test
    void computesTheGeneratedNetworkAsPyTorchDoes() throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "golden"));
        assertGolden(TinyModel.write(folder.resolve("tiny-checkpoint.pt")), "tiny");
    }

    @Test
    void computesThePublishedWeightsAsPyTorchDoes() throws Exception {
        assertGolden(TestFiles.find("weights/yolov5n.pt"), "yolov5n");
    }

    private static void assertGolden(Path checkpoint, String name) throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "golden"));
        BestPt best = Weights.importTo(checkpoint, folder.resolve(name + ".pt"), Optional.empty());
        Djl.start();
        float[] found;
        long[] shape;
        try (Program program = Program.load(best.file());
                NDManager scope = program.newScope()) {
            NDArray output = program.run(scope, scope.create(input(), new Shape(1, 3, HEIGHT, WIDTH)));
            found = output.toFloatArray();
            shape = output.getShape().getShape();
        }
        ByteBuffer bytes = ByteBuffer.allocate(found.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(found);
        Files.write(folder.resolve(name + ".f32"), bytes.array());

        JsonNode golden = golden(name);
        assertThat(shape).hasSize(3);
        for (int i = 0; i < shape.length; i++) {
            assertThat(shape[i]).isEqualTo(golden.get("shape").get(i).asLong());
        }
        double worst = 0;
        for (int i = 0; i < golden.get("values").size(); i++) {
            double expected = golden.get("values").get(i).asDouble();
            worst = Math.max(
                    worst, Math.abs(expected - found[i * golden.get("step").asInt()]));
        }
        assertThat(worst).isLessThanOrEqualTo(golden.get("tolerance").asDouble());
    }

    private static JsonNode golden(String name) throws IOException {
        try (InputStream in = GoldenTest.class.getResourceAsStream("/golden/" + name + ".json")) {
            assertThat(in).as("golden numbers of %s", name).isNotNull();
            return new JsonMapper().readTree(in);
        }
    }

    /** As in the script: the sine of 0.37 times the index, moved into 0..1. */
    private static float[] input() {
        float[] input = new float[3 * HEIGHT * WIDTH];
        for (int i = 0; i < input.length; i++) {
            input[i] = (float) (Math.sin(0.37 * i) * 0.5 + 0.5);
        }
        return input;
    }
}
