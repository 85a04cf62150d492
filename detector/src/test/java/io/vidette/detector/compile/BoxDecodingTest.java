package io.vidette.detector.compile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.vidette.detector.archive.Tensor;
import io.vidette.detector.network.Activation;
import io.vidette.detector.network.BoxCode;
import io.vidette.detector.network.Graph;
import io.vidette.detector.network.Head;
import io.vidette.detector.network.Network;
import io.vidette.detector.network.Operation;
import io.vidette.detector.network.ParameterSpec;
import io.vidette.detector.network.ParameterSpec.Role;
import io.vidette.detector.network.Value;
import io.vidette.detector.onnx.OnnxWriter;
import io.vidette.detector.torch.Djl;
import io.vidette.detector.torch.Program;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The plain program, the serving program and the ONNX graph give the boxes that the formulas of the papers give. Each level
 * of the network is one convolution with a kernel of 1, so this test can compute the head's numbers itself.
 */
class BoxDecodingTest {
    private static final int BATCH = 2;
    private static final int HEIGHT = 32;
    private static final int WIDTH = 48;
    private static final int[] STRIDES = {8, 16};
    private static final double[] SCALES = {2.0, 1.2};
    private static final int CLASSES = 3;
    private static final int OUTPUTS = 5 + CLASSES;
    private static final double[][][] ANCHORS = {{{10, 13}, {16, 30}}, {{33, 23}, {30, 61}}};
    /** Fields of a candidate: picture, centre, size, score, class. */
    private static final int FIELDS = 7;

    @TempDir
    private Path folder;

    private final Random random = new Random(17);
    private final byte[] pictures = new byte[BATCH * HEIGHT * WIDTH * 3];
    /** Of each level: {@code [anchors * outputs, 3]} and {@code [anchors * outputs]}. */
    private final float[][] weights = new float[2][2 * OUTPUTS * 3];

    private final float[][] biases = new float[2][2 * OUTPUTS];

    @ParameterizedTest
    @EnumSource(BoxCode.Size.class)
    void decodesTheBoxesOfTheFormulasInAllForms(BoxCode.Size size) throws Exception {
        random.nextBytes(pictures);
        for (int level = 0; level < 2; level++) {
            fill(weights[level], 3);
            fill(biases[level], 1);
        }
        Network network = network(size);
        Djl.start();

        assertClose(plain(network), byAnchor(size));
        assertClose(onnx(network), byAnchor(size));
        assertClose(serving(network, true), candidates(size, true));
        assertClose(serving(network, false), candidates(size, false));
    }

    private void fill(float[] numbers, double range) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) ((random.nextDouble() * 2 - 1) * range);
        }
    }

    private Network network(BoxCode.Size size) {
        Value input = new Value("x", 3, 1);
        List<Value> maps = List.of(new Value("v0", 2 * OUTPUTS, 8), new Value("v1", 2 * OUTPUTS, 16));
        List<Operation> operations = new ArrayList<>();
        List<ParameterSpec> parameters = new ArrayList<>();
        Map<String, Tensor> state = new HashMap<>();
        for (int level = 0; level < 2; level++) {
            String path = "model." + level;
            operations.add(new Operation.Convolution(
                    maps.get(level), input, path, 1, STRIDES[level], 0, 1, true, Activation.NONE));
            parameters.add(new ParameterSpec(path + ".weight", List.of(2 * OUTPUTS, 3, 1, 1), Role.LEARNED));
            parameters.add(new ParameterSpec(path + ".bias", List.of(2 * OUTPUTS), Role.LEARNED));
            state.put(path + ".weight", Tensor.ofFloats(List.of(2 * OUTPUTS, 3, 1, 1), weights[level]));
            state.put(path + ".bias", Tensor.ofFloats(List.of(2 * OUTPUTS), biases[level]));
        }
        Head head = new Head(
                List.of("cat", "dog", "bird"),
                List.of(List.of(10.0, 13.0, 16.0, 30.0), List.of(33.0, 23.0, 30.0, 61.0)));
        Operation.Decode decode = new Operation.Decode(
                new Value("v2", OUTPUTS, 1), maps, "model.2", head, new BoxCode(size, List.of(SCALES[0], SCALES[1])));
        operations.add(decode);
        parameters.add(new ParameterSpec("model.2.anchors", List.of(2, 2, 2), Role.BUFFER));
        state.put("model.2.anchors", Tensor.ofFloats(List.of(2, 2, 2), anchorCells()));
        return new Network(new Graph(input, operations, parameters, decode), state);
    }

    private static float[] anchorCells() {
        float[] cells = new float[8];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (float) (ANCHORS[i / 4][i / 2 % 2][i % 2] / STRIDES[i / 4]);
        }
        return cells;
    }

    private float[] plain(Network network) throws Exception {
        Path file = folder.resolve("plain.pt");
        ScriptModule.write(network, PlainForward.method(network.graph()), Map.of(), file);
        try (Program program = Program.load(file);
                NDManager scope = program.newScope()) {
            NDArray input = scope.create(planes(), new Shape(BATCH, 3, HEIGHT, WIDTH));
            return program.run(scope, input).toFloatArray();
        }
    }

    private float[] onnx(Network network) throws Exception {
        Path file = folder.resolve("boxes.onnx");
        OnnxWriter.write(network, "boxes", Map.of(), file);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file.toString(), new OrtSession.SessionOptions());
                OnnxTensor input = OnnxTensor.createTensor(
                        environment, FloatBuffer.wrap(planes()), new long[] {BATCH, 3, HEIGHT, WIDTH});
                OrtSession.Result result = session.run(Map.of("images", input))) {
            FloatBuffer found = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] numbers = new float[found.remaining()];
            found.get(numbers);
            return numbers;
        }
    }

    /** The candidates with a score above 0, which are all. */
    private float[] serving(Network network, boolean multiLabel) throws Exception {
        Path file = folder.resolve("serving-" + multiLabel + ".pt");
        ServingCompiler.write(
                network, new ServingTarget(ServingTarget.Kernels.PLAIN, Precision.FP32, multiLabel), file);
        try (Program program = Program.load(file);
                NDManager scope = program.newScope()) {
            ByteBuffer bytes =
                    ByteBuffer.allocateDirect(pictures.length).put(pictures).flip();
            NDArray input = scope.create(bytes, new Shape(BATCH, HEIGHT, WIDTH, 3), DataType.UINT8);
            return program.run(scope, input, scope.create(0f)).toFloatArray();
        }
    }

    /** The pictures as {@code [batch, 3, height, width]} of 0..1. */
    private float[] planes() {
        float[] planes = new float[pictures.length];
        for (int i = 0; i < planes.length; i++) {
            int column = i % WIDTH;
            int row = i / WIDTH % HEIGHT;
            int channel = i / (WIDTH * HEIGHT) % 3;
            int picture = i / (WIDTH * HEIGHT * 3);
            planes[i] = (float) pixel(picture, row, column, channel);
        }
        return planes;
    }

    private double pixel(int picture, int row, int column, int channel) {
        return (pictures[((picture * HEIGHT + row) * WIDTH + column) * 3 + channel] & 0xFF) / 255.0;
    }

    /** One box: centre, size, objectness, probabilities. */
    private double[] box(BoxCode.Size size, int picture, int level, int anchor, int row, int column) {
        double[] raw = new double[OUTPUTS];
        double[] box = new double[OUTPUTS];
        int stride = STRIDES[level];
        for (int i = 0; i < OUTPUTS; i++) {
            int output = anchor * OUTPUTS + i;
            raw[i] = biases[level][output];
            for (int channel = 0; channel < 3; channel++) {
                raw[i] += weights[level][output * 3 + channel] * pixel(picture, row * stride, column * stride, channel);
            }
            box[i] = 1 / (1 + Math.exp(-raw[i]));
        }
        box[0] = (SCALES[level] * box[0] - (SCALES[level] - 1) / 2 + column) * stride;
        box[1] = (SCALES[level] * box[1] - (SCALES[level] - 1) / 2 + row) * stride;
        for (int side = 0; side < 2; side++) {
            double factor =
                    size == BoxCode.Size.SQUARED_SIGMOID ? Math.pow(2 * box[2 + side], 2) : Math.exp(raw[2 + side]);
            box[2 + side] = factor * ANCHORS[level][anchor][side];
        }
        return box;
    }

    /** Picture by picture, level by level, anchor by anchor, row by row. */
    private List<Double> byAnchor(BoxCode.Size size) {
        List<Double> numbers = new ArrayList<>();
        for (int picture = 0; picture < BATCH; picture++) {
            for (int level = 0; level < 2; level++) {
                int columns = WIDTH / STRIDES[level];
                int cells = HEIGHT / STRIDES[level] * columns;
                for (int i = 0; i < 2 * cells; i++) {
                    int cell = i % cells;
                    for (double number : box(size, picture, level, i / cells, cell / columns, cell % columns)) {
                        numbers.add(number);
                    }
                }
            }
        }
        return numbers;
    }

    /** Level by level, picture by picture, row by row, anchor by anchor, class by class. */
    private List<Double> candidates(BoxCode.Size size, boolean multiLabel) {
        List<Double> numbers = new ArrayList<>();
        for (int level = 0; level < 2; level++) {
            int columns = WIDTH / STRIDES[level];
            int rows = HEIGHT / STRIDES[level];
            for (int i = 0; i < BATCH * rows * columns * 2; i++) {
                int picture = i / 2 / columns / rows;
                double[] box = box(size, picture, level, i % 2, i / 2 / columns % rows, i / 2 % columns);
                int best = 5;
                for (int label = 5; label < OUTPUTS; label++) {
                    best = box[label] > box[best] ? label : best;
                }
                for (int label = 5; label < OUTPUTS; label++) {
                    if (multiLabel || label == best) {
                        numbers.addAll(List.of(
                                (double) picture, box[0], box[1], box[2], box[3], box[4] * box[label], label - 5.0));
                    }
                }
            }
        }
        assertThat(numbers).hasSizeGreaterThan(FIELDS);
        return numbers;
    }

    private static void assertClose(float[] found, List<Double> expected) {
        assertThat(found).hasSize(expected.size());
        for (int i = 0; i < found.length; i++) {
            double tolerance = 1e-4 * Math.max(1, Math.abs(expected.get(i)));
            assertThat((double) found[i])
                    .as("number %d", i)
                    .isBetween(expected.get(i) - tolerance, expected.get(i) + tolerance);
        }
    }
}
