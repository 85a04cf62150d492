package io.vidette.detector.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vidette.detector.HashedWeights;
import io.vidette.detector.description.ShippedNetworks;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.torch.Djl;
import io.vidette.detector.torch.Program;
import io.vidette.detector.weights.BestPtWriter;
import io.vidette.detector.weights.ModelCard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every shipped network computes what PyTorch computes with modules of others on the same weights: numbers by
 * {@code src/test/oracle/network_goldens.py}. Here one picture of 320 and what fits in seconds; with
 * {@code -Dvidette.slow} all networks at 320, 640 and 320 by 480, one picture and three.
 */
class NetworkGoldenTest {
    private static final boolean SLOW = System.getProperty("vidette.slow") != null;
    /** Parameters; more take seconds each to write and load. */
    private static final long MOST = 25_000_000;

    @TempDir
    private Path folder;

    static Stream<NetworkSpec> networks() {
        Stream<NetworkSpec> all = ShippedNetworks.names().stream()
                .map(name -> ShippedNetworks.named(name).orElseThrow());
        return all.filter(spec -> SLOW || GraphReader.read(spec).learnedNumbers() <= MOST);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void computesTheSameAsPyTorch(NetworkSpec spec) throws Exception {
        JsonNode golden = golden(spec.name());
        Path file = folder.resolve(spec.name() + ".pt");
        List<Double> scales = doubles(golden.get("scales"));
        BestPtWriter.write(
                spec, HashedWeights.of(GraphReader.read(spec), scales), new ModelCard.Source("made", "0"), file);
        Djl.start();
        try (Program program = Program.load(file)) {
            for (JsonNode wanted : golden.get("cases")) {
                assertSame(run(program, wanted), wanted, golden.get("tolerance").asDouble());
                if (!SLOW) {
                    break;
                }
            }
        }
    }

    private static float[] run(Program program, JsonNode wanted) {
        int batch = wanted.get("batch").asInt();
        int height = wanted.get("height").asInt();
        int width = wanted.get("width").asInt();
        float[] input = HashedWeights.numbers("input", batch * 3 * height * width, 0.5, 0.5);
        try (NDManager scope = program.newScope()) {
            NDArray output = program.run(scope, scope.create(input, new Shape(batch, 3, height, width)));
            assertThat(output.getShape().getShape())
                    .containsExactly(doubles(wanted.get("shape")).stream()
                            .mapToLong(Double::longValue)
                            .toArray());
            return output.toFloatArray();
        }
    }

    /** Relative, but for boxes to a pixel at least. */
    private static void assertSame(float[] found, JsonNode wanted, double tolerance) {
        int columns = wanted.get("shape").get(2).asInt();
        int step = wanted.get("step").asInt();
        double worst = 0;
        for (int i = 0; i < wanted.get("values").size(); i++) {
            double value = wanted.get("values").get(i).asDouble();
            double scale = i * step % columns < 4 ? Math.max(1, Math.abs(value)) : Math.abs(value);
            worst = Math.max(worst, Math.abs(value - found[i * step]) / scale);
        }
        double[] sums = new double[wanted.get("sums").size()];
        for (int i = 0; i < found.length; i++) {
            sums[Math.min(i % columns, sums.length - 1)] += found[i];
        }
        for (int i = 0; i < sums.length; i++) {
            double sum = wanted.get("sums").get(i).asDouble();
            worst = Math.max(worst, Math.abs(sum - sums[i]) / sum);
        }
        assertThat(worst)
                .as("worst relative difference for %s by %s", wanted.get("batch"), wanted.get("height"))
                .isLessThanOrEqualTo(tolerance);
    }

    private static List<Double> doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asDouble)
                .toList();
    }

    private static JsonNode golden(String name) throws IOException {
        try (InputStream in = NetworkGoldenTest.class.getResourceAsStream("/golden/networks/" + name + ".json")) {
            assertThat(in).as("golden numbers of %s", name).isNotNull();
            return new JsonMapper().readTree(in);
        }
    }
}
