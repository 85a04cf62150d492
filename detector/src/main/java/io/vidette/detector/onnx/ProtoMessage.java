package io.vidette.detector.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of Protocol Buffers in the making (protobuf.dev/programming-guides/encoding). Large contents are kept, not
 * copied, until all is written.
 */
final class ProtoMessage {
    private static final int VARINT = 0;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private final List<byte[]> parts = new ArrayList<>();
    private long length;

    ProtoMessage number(int field, long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, ((long) field << 3) | VARINT);
        varint(out, value);
        return add(out.toByteArray());
    }

    ProtoMessage real(int field, float value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, ((long) field << 3) | FIXED32);
        out.writeBytes(ByteBuffer.allocate(Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array());
        return add(out.toByteArray());
    }

    ProtoMessage text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    ProtoMessage bytes(int field, byte[] value) {
        start(field, value.length);
        return add(value);
    }

    ProtoMessage message(int field, ProtoMessage value) {
        start(field, value.length);
        parts.addAll(value.parts);
        length += value.length;
        return this;
    }

    /** Bytes of the whole. */
    long length() {
        return length;
    }

    void writeTo(OutputStream out) throws IOException {
        for (byte[] part : parts) {
            out.write(part);
        }
    }

    private void start(int field, long size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, ((long) field << 3) | LENGTH);
        varint(out, size);
        add(out.toByteArray());
    }

    private ProtoMessage add(byte[] part) {
        parts.add(part);
        length += part.length;
        return this;
    }

    /** Seven bits a byte, the lowest first; the eighth says that more follow. */
    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
