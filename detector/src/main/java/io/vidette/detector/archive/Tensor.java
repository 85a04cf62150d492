package io.vidette.detector.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Numbers with a shape, contiguous, row-major, little-endian. Immutable as long as nobody writes to the bytes given. */
public final class Tensor {
    private final ElementType type;
    private final List<Integer> shape;
    private final byte[] bytes;

    Tensor(ElementType type, List<Integer> shape, byte[] bytes) {
        this.type = type;
        this.shape = List.copyOf(shape);
        this.bytes = bytes;
        long expected = elements(shape) * type.bytes();
        if (expected != bytes.length) {
            throw new IllegalArgumentException(
                    shape + " of " + type + " takes " + expected + " bytes, not " + bytes.length);
        }
    }

    public static Tensor ofFloats(List<Integer> shape, float[] values) {
        byte[] bytes = new byte[values.length * Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return new Tensor(ElementType.FLOAT32, shape, bytes);
    }

    public static Tensor ofLongs(List<Integer> shape, long[] values) {
        byte[] bytes = new byte[values.length * Long.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
        return new Tensor(ElementType.INT64, shape, bytes);
    }

    public ElementType type() {
        return type;
    }

    public List<Integer> shape() {
        return shape;
    }

    /** Number of elements; 1 for a scalar. */
    public int size() {
        return bytes.length / type.bytes();
    }

    /** All elements, widened or narrowed to 32 bits. */
    public float[] toFloats() {
        ByteBuffer in = littleEndian();
        float[] values = new float[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case FLOAT32 -> in.getFloat();
                case FLOAT64 -> (float) in.getDouble();
                case FLOAT16 -> HalfFloat.toFloat(in.getShort());
                case BFLOAT16 -> BrainFloat.toFloat(in.getShort());
                case INT64 -> in.getLong();
            };
        }
        return values;
    }

    /** The same numbers as 32-bit floats; whole numbers stay as they are. */
    public Tensor widened() {
        return converted(ElementType.FLOAT32);
    }

    /**
     * The same numbers as another type of float, rounded to the nearest, to the even one of two; whole numbers stay as
     * they are.
     */
    public Tensor converted(ElementType to) {
        if (type == to || type == ElementType.INT64) {
            return this;
        }
        float[] values = toFloats();
        ByteBuffer out = ByteBuffer.allocate(values.length * to.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            switch (to) {
                case FLOAT32 -> out.putFloat(value);
                case FLOAT64 -> out.putDouble(value);
                case FLOAT16 -> out.putShort(HalfFloat.ofFloat(value));
                case BFLOAT16 -> out.putShort(BrainFloat.ofFloat(value));
                case INT64 -> throw new IllegalArgumentException("floats do not become whole numbers");
            }
        }
        return new Tensor(to, shape, out.array());
    }

    byte[] bytes() {
        return bytes;
    }

    private ByteBuffer littleEndian() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Elements of a tensor of this shape.
     *
     * @throws MalformedArchiveException when a side is negative or the product does not fit an array
     */
    static long elements(List<Integer> shape) {
        long elements = 1;
        for (int side : shape) {
            if (side < 0) {
                throw new MalformedArchiveException("a tensor has the shape " + shape);
            }
            elements *= side;
            if (elements > Integer.MAX_VALUE / Long.BYTES) {
                throw new MalformedArchiveException("a tensor of the shape " + shape + " is too large");
            }
        }
        return elements;
    }
}
