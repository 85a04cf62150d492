package io.vidette.detector.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the few instructions of pickle protocol 2 that archives of PyTorch need. Without a memo: nothing repeats. */
public final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public PickleWriter() {
        out.write(0x80);
        out.write(2);
    }

    /** Starts an object of a class; its attributes follow, each a {@link #text} and a value, then {@link #endObject}. */
    public void beginObject(String module, String name) {
        global(module, name);
        out.write(')');
        out.write(0x81); // make the object without calling its constructor
        out.write('}');
        out.write('(');
    }

    public void endObject() {
        out.write('u');
        out.write('b');
    }

    /** Starts a dictionary that keeps its order; a {@link #text} and a value each follow, then {@link #endOrderedDict}. */
    public void beginOrderedDict() {
        global("collections", "OrderedDict");
        out.write(')');
        out.write('R');
        out.write('(');
    }

    public void endOrderedDict() {
        out.write('u');
    }

    public void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        int32(utf8.length);
        out.writeBytes(utf8);
    }

    public void bool(boolean value) {
        out.write(value ? 0x88 : 0x89);
    }

    /**
     * A contiguous tensor whose storage is the archive's entry {@code data/key}.
     *
     * @param trained whether it is a parameter, which wants gradients, or a buffer
     */
    public void tensor(Tensor tensor, String key, boolean trained) {
        global("torch._utils", "_rebuild_tensor_v2");
        out.write('(');
        out.write('(');
        text("storage");
        global("torch", tensor.type().storageName());
        text(key);
        text("cpu");
        number(tensor.size());
        out.write('t');
        out.write('Q');
        number(0);
        numbers(tensor.shape());
        numbers(contiguousStrides(tensor.shape()));
        bool(trained);
        global("collections", "OrderedDict");
        out.write(')');
        out.write('R');
        out.write('t');
        out.write('R');
    }

    /** Ends the pickle. */
    public byte[] finish() {
        out.write('.');
        return out.toByteArray();
    }

    private static List<Integer> contiguousStrides(List<Integer> shape) {
        Integer[] strides = new Integer[shape.size()];
        int stride = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape.get(i);
        }
        return List.of(strides);
    }

    private void numbers(List<Integer> values) {
        out.write('(');
        values.forEach(this::number);
        out.write('t');
    }

    private void number(int value) {
        out.write('J');
        int32(value);
    }

    private void int32(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out.write(value >> shift);
        }
    }

    private void global(String module, String name) {
        out.write('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}
