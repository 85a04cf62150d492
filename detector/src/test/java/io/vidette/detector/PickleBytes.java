package io.vidette.detector;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes pickles as Python would, honest ones and others. */
public final class PickleBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** The name of a class. */
    public record Name(String module, String name) {}

    /** An object with attributes. */
    public record Thing(Name type, Map<String, Object> attributes) {}

    /** The outcome of a call. */
    public record Call(Name callee, List<Object> arguments) {}

    /** Something outside the pickle. */
    public record Outside(List<Object> id) {}

    /** A tuple, where a list would be a list. */
    public record Tuple(List<Object> items) {}

    public static byte[] of(Object value) {
        PickleBytes pickle = new PickleBytes();
        pickle.raw(0x80, 2);
        pickle.put(value);
        pickle.raw('.');
        return pickle.out.toByteArray();
    }

    public static byte[] raw(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void raw(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
    }

    private void put(Object value) {
        if (value instanceof String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            raw('X', utf8.length, utf8.length >> 8, utf8.length >> 16, utf8.length >> 24);
            out.writeBytes(utf8);
        } else if (value instanceof Integer n) {
            raw('J', n, n >> 8, n >> 16, n >> 24);
        } else if (value instanceof Double d) {
            raw('G');
            out.writeBytes(ByteBuffer.allocate(8).putDouble(d).array());
        } else if (value instanceof Boolean flag) {
            raw(flag ? 0x88 : 0x89);
        } else if (value instanceof List<?> list) {
            raw(']', '(');
            list.forEach(this::put);
            raw('e');
        } else if (value instanceof Tuple tuple) {
            raw('(');
            tuple.items().forEach(this::put);
            raw('t');
        } else if (value instanceof Map<?, ?> map) {
            raw('}', '(');
            map.forEach((k, v) -> {
                put(k);
                put(v);
            });
            raw('u');
        } else if (value instanceof Name name) {
            out.writeBytes(raw("c" + name.module() + "\n" + name.name() + "\n"));
        } else if (value instanceof Thing thing) {
            put(thing.type());
            raw(')', 0x81);
            put(thing.attributes());
            raw('b');
        } else if (value instanceof Call call) {
            put(call.callee());
            put(new Tuple(call.arguments()));
            raw('R');
        } else if (value instanceof Outside outside) {
            put(new Tuple(outside.id()));
            raw('Q');
        } else {
            throw new IllegalArgumentException(value.getClass().toString());
        }
    }
}
