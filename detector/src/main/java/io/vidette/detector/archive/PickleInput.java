package io.vidette.detector.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle; running past the end is an error of the file. */
final class PickleInput {
    private static final int MAX_NAME = 1024;

    private final ByteBuffer bytes;

    /** Starts at an index of the bytes. */
    PickleInput(byte[] pickle, int from) {
        bytes = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN).position(from);
    }

    /** Index of the next byte. */
    int position() {
        return bytes.position();
    }

    int unsignedByte() {
        return need(1).get() & 0xff;
    }

    int unsignedShort() {
        return need(2).getShort() & 0xffff;
    }

    int signedInt() {
        return need(4).getInt();
    }

    /** The one number that pickles store with the high byte first. */
    double bigEndianDouble() {
        return Double.longBitsToDouble(Long.reverseBytes(need(8).getLong()));
    }

    /** A count of four bytes without sign; more than the pickle holds is refused. */
    int unsignedCount() {
        return checkedCount(need(4).getInt() & 0xffff_ffffL);
    }

    int longCount() {
        return checkedCount(need(8).getLong());
    }

    String text(int length) {
        byte[] utf8 = new byte[checkedCount(length)];
        bytes.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    Pickled.Blob blob(int length) {
        skip(length);
        return new Pickled.Blob(length);
    }

    void skip(int length) {
        bytes.position(bytes.position() + checkedCount(length));
    }

    /** A whole number of any length, low byte first, that must fit 64 bits. */
    long wideInteger(int length) {
        checkedCount(length);
        if (length > Long.BYTES) {
            skip(length);
            throw new MalformedArchiveException("the pickle holds a number of " + length + " bytes");
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (bytes.get() & 0xffL) << (8 * i);
        }
        int unused = Long.SIZE - 8 * length;
        return length == 0 ? 0 : value << unused >> unused;
    }

    /** A line of ASCII up to its newline. */
    String line() {
        StringBuilder line = new StringBuilder();
        for (char c = (char) unsignedByte(); c != '\n'; c = (char) unsignedByte()) {
            if (line.length() == MAX_NAME) {
                throw new MalformedArchiveException("the pickle holds a name longer than " + MAX_NAME + " characters");
            }
            line.append(c);
        }
        return line.toString();
    }

    private int checkedCount(long count) {
        if (count < 0 || count > bytes.remaining()) {
            throw new MalformedArchiveException("the pickle ends early");
        }
        return (int) count;
    }

    private ByteBuffer need(int count) {
        checkedCount(count);
        return bytes;
    }
}
