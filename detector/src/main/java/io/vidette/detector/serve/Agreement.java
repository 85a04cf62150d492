package io.vidette.detector.serve;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vidette.detector.network.Graph;
import io.vidette.detector.network.Value;
import io.vidette.detector.torch.Program;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Compares a serving form with {@code best.pt} on a sample, box by box. The forms compute in another order, so the
 * last digits differ; more than that means a wrong program or a broken operator.
 */
final class Agreement {
    private static final int HEIGHT = 96;
    private static final int WIDTH = 128;
    private static final int FIELDS = 7;
    /** With 32 bits, centre and size may differ by this share of the picture's width, and scores by as much. */
    static final double TOLERANCE = 1e-3;
    /** With 16, where a number has two or three digits and a network is a hundred steps deep. */
    static final double ROUGH_TOLERANCE = 0.05;

    private Agreement() {}

    /**
     * A line with the figure where the two disagree; empty where they agree.
     *
     * @param tolerance share of the picture's width, and of 1 for scores
     */
    static String check(Program reference, CompiledForm form, Graph graph, double tolerance) {
        int height = align(HEIGHT, graph.stride());
        int width = align(WIDTH, graph.stride());
        ByteBuffer sample = sample(height, width);
        try (NDManager scope = reference.newScope()) {
            NDArray bytes = scope.create(sample.duplicate(), new Shape(1, height, width, 3), DataType.UINT8);
            NDArray input =
                    bytes.transpose(0, 3, 1, 2).toType(DataType.FLOAT32, false).div(255f);
            float[] expected = reference.run(scope, input).toFloatArray();
            float[] found =
                    form.run(scope, sample, new Shape(1, height, width, 3), 0).toFloatArray();
            return compare(expected, found, graph, form.target().multiLabel(), tolerance, height, width);
        }
    }

    private static String compare(
            float[] expected, float[] found, Graph graph, boolean multiLabel, double tolerance, int height, int width) {
        int outputs = graph.decode().head().outputs();
        int perCell = graph.decode().head().anchorsPerLevel();
        int perBox = multiLabel ? outputs - 5 : 1;
        if (expected.length / outputs * perBox != found.length / FIELDS) {
            return found.length / FIELDS + " candidates instead of " + expected.length / outputs * perBox;
        }
        double boxes = 0;
        double scores = 0;
        int first = 0;
        for (Value map : graph.decode().inputs()) {
            int cells = (height / map.stride()) * (width / map.stride());
            for (int i = 0; i < cells * perCell; i++) {
                // One form goes anchor by anchor through all cells, the other cell by cell through all anchors.
                int row = (first + i % perCell * cells + i / perCell) * outputs;
                for (int label = 0; label < perBox; label++) {
                    int candidate = ((first + i) * perBox + label) * FIELDS;
                    for (int field = 0; field < 4; field++) {
                        boxes = worst(boxes, expected[row + field], found[candidate + 1 + field]);
                    }
                    float score = multiLabel
                            ? expected[row + 4] * expected[row + 5 + label]
                            : bestScore(expected, row, outputs);
                    scores = worst(scores, score, found[candidate + 5]);
                }
            }
            first += cells * perCell;
        }
        return boxes <= tolerance * width && scores <= tolerance
                ? ""
                : "boxes by up to %.3g pixels, scores by up to %.3g".formatted(boxes, scores);
    }

    private static float bestScore(float[] expected, int row, int outputs) {
        float best = 0;
        for (int c = 5; c < outputs; c++) {
            best = Math.max(best, expected[row + c] * expected[row + 4]);
        }
        return best;
    }

    /** The larger difference; one that is not a number counts as infinite, unless both sides agree on it. */
    private static double worst(double soFar, float expected, float found) {
        double difference = Float.compare(expected, found) == 0 ? 0 : Math.abs((double) expected - found);
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(soFar, difference);
    }

    /** Smooth shades with a little noise: flat noise leaves most of a network silent. */
    static ByteBuffer sample(int height, int width) {
        Random random = new Random(114);
        ByteBuffer sample = ByteBuffer.allocateDirect(height * width * 3);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    double wave = Math.sin(x * (0.05 + 0.03 * c)) * Math.cos(y * (0.07 - 0.02 * c));
                    sample.put((byte) (127 + 100 * wave + random.nextInt(20)));
                }
            }
        }
        return sample.flip();
    }

    private static int align(int size, int stride) {
        return (size + stride - 1) / stride * stride;
    }
}
