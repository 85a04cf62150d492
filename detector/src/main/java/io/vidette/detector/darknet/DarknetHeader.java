package io.vidette.detector.darknet;

import io.vidette.detector.archive.MalformedArchiveException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a {@code .weights} file starts with.
 *
 * @param seen pictures that the network was trained on so far, repetitions included
 */
public record DarknetHeader(int major, int minor, int revision, long seen) {
    /** What Darknet has written since 2018. */
    public static final DarknetHeader CURRENT = new DarknetHeader(0, 2, 5, 0);

    private static final int VERSION_BYTES = 12;

    public DarknetHeader {
        if (major < 0 || minor < 0 || revision < 0) {
            throw new MalformedArchiveException("its header says version " + major + "." + minor + "." + revision
                    + "; is this a Darknet .weights file?");
        }
    }

    /** Before 0.2 the pictures were counted in 32 bits. Numbers from 1000 on marked matrices that were turned, long ago. */
    private boolean isWide() {
        return major < 1000 && minor < 1000 && 10 * major + minor >= 2;
    }

    int bytes() {
        return VERSION_BYTES + (isWide() ? Long.BYTES : Integer.BYTES);
    }

    /** Reads a header, and nothing behind it. */
    static DarknetHeader read(InputStream in) throws IOException {
        ByteBuffer numbers = numbers(in, VERSION_BYTES);
        DarknetHeader version = new DarknetHeader(numbers.getInt(), numbers.getInt(), numbers.getInt(), 0);
        ByteBuffer count = numbers(in, version.bytes() - VERSION_BYTES);
        long seen = version.isWide() ? count.getLong() : count.getInt() & 0xffff_ffffL;
        return new DarknetHeader(version.major, version.minor, version.revision, seen);
    }

    private static ByteBuffer numbers(InputStream in, int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw new MalformedArchiveException("the file ends within its header");
        }
        return ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
    }

    byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(bytes()).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(major).putInt(minor).putInt(revision);
        return (isWide() ? out.putLong(seen) : out.putInt((int) seen)).array();
    }

    /** The version alone, such as {@code 0.2.5}. */
    public String version() {
        return major + "." + minor + "." + revision;
    }

    /**
     * A header from its version in words.
     *
     * @throws MalformedArchiveException when that is no version
     */
    public static DarknetHeader of(String version, long seen) {
        String[] parts = version.split("\\.", -1);
        try {
            if (parts.length == 3) {
                return new DarknetHeader(
                        Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), seen);
            }
        } catch (NumberFormatException e) {
            throw new MalformedArchiveException("'" + version + "' is not a version of Darknet", e);
        }
        throw new MalformedArchiveException("'" + version + "' is not a version of Darknet");
    }
}
