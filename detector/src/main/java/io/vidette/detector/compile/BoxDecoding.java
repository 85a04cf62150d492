package io.vidette.detector.compile;

import io.vidette.detector.network.BoxCode;
import io.vidette.detector.network.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes the boxes of one level of a head: centre and size in pixels of the input from the numbers that the network puts
 * out at each cell. The formulas are written once, for any {@link Arithmetic}: the expressions of a TorchScript program, the
 * nodes of an ONNX graph, tensors, or plain numbers.
 *
 * @param level index among the head's levels, from 0
 * @param stride pixels of the input that one cell stands for, along either side
 * @param anchors number of anchors, each of which gives one box at each cell
 * @param outputs numbers for each box, in the order centre x, centre y, width, height, objectness, classes
 * @param centreScale 1..2; above 1 a centre can lie on the edge of its cell
 * @param size how width and height are coded
 */
public record BoxDecoding(int level, int stride, int anchors, int outputs, double centreScale, BoxCode.Size size) {
    /** The two numbers of the centre: from this index to before {@link #SIZE}. */
    public static final int CENTRE = 0;
    /** The two numbers of the size: from this index to before {@link #OBJECTNESS}. */
    public static final int SIZE = 2;
    /** The one number of the objectness. */
    public static final int OBJECTNESS = 4;
    /** The numbers of the classes: from this index to the last. */
    public static final int CLASSES = 5;

    /**
     * What the formulas need of numbers. An operation on two operands repeats the smaller one where their shapes differ, as
     * PyTorch and ONNX do.
     *
     * @param <T> a tensor, or what stands for one
     */
    public interface Arithmetic<T> {
        /** The numbers {@code from} to before {@code to} of each box. */
        T numbers(T boxes, int from, int to);

        T sigmoid(T operand);

        T exponential(T operand);

        T square(T operand);

        T add(T left, T right);

        T subtract(T left, double right);

        T multiply(T left, T right);

        T multiply(T left, double right);
    }

    /**
     * The network's numbers for boxes.
     *
     * @param raw as the last convolution gives them
     * @param squashed their sigmoid
     */
    public record Outputs<T>(T raw, T squashed) {
        /** Squashes the numbers. */
        public static <T> Outputs<T> of(T raw, Arithmetic<T> arithmetic) {
            return new Outputs<>(raw, arithmetic.sigmoid(raw));
        }
    }

    /** The levels of a head, in the order of its maps. */
    public static List<BoxDecoding> levels(Operation.Decode decode) {
        List<BoxDecoding> levels = new ArrayList<>();
        for (int level = 0; level < decode.inputs().size(); level++) {
            levels.add(new BoxDecoding(
                    level,
                    decode.inputs().get(level).stride(),
                    decode.head().anchorsPerLevel(),
                    decode.head().outputs(),
                    decode.code().centreScales().get(level),
                    decode.code().size()));
        }
        return levels;
    }

    /**
     * The centre in pixels: {@code (scale sigmoid(t) - (scale - 1) / 2 + cell) stride}.
     *
     * @param squashed the centre's part of {@link Outputs#squashed}: x, y, or both
     * @param cell column, row, or both, of the cell that each box belongs to
     */
    public <T> T centre(T squashed, T cell, Arithmetic<T> arithmetic) {
        T inCell = arithmetic.subtract(arithmetic.multiply(squashed, centreScale), (centreScale - 1) / 2);
        return arithmetic.multiply(arithmetic.add(inCell, cell), stride);
    }

    /**
     * The size as a multiple of the anchor: {@code (2 sigmoid(t))^2} or {@code e^t}, as {@link #size} says.
     */
    public <T> T sizeInAnchors(Outputs<T> outputs, Arithmetic<T> arithmetic) {
        return switch (size) {
            case SQUARED_SIGMOID ->
                arithmetic.square(arithmetic.multiply(arithmetic.numbers(outputs.squashed(), SIZE, OBJECTNESS), 2));
            case EXPONENTIAL -> arithmetic.exponential(arithmetic.numbers(outputs.raw(), SIZE, OBJECTNESS));
        };
    }

    /** The anchors' width and height in pixels. */
    public <T> T anchorPixels(T anchorCells, Arithmetic<T> arithmetic) {
        return arithmetic.multiply(anchorCells, stride);
    }

    /** The anchors' width and height in pixels, from those in cells of this level. */
    public float[] anchorPixels(float[] anchorCells) {
        float[] pixels = anchorCells.clone();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] *= stride;
        }
        return pixels;
    }

    /** The size in pixels. */
    public <T> T sizePixels(T sizeInAnchors, T anchorPixels, Arithmetic<T> arithmetic) {
        return arithmetic.multiply(sizeInAnchors, anchorPixels);
    }

    /** The score of each class, 0..1: its probability times the objectness. */
    public <T> T scores(T squashed, Arithmetic<T> arithmetic) {
        return arithmetic.multiply(
                arithmetic.numbers(squashed, CLASSES, outputs), arithmetic.numbers(squashed, OBJECTNESS, CLASSES));
    }
}
