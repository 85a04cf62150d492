package io.vidette.detector.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip as PyTorch writes it: without compression, entries at multiples of 64 bytes, so that it can map the weights. The
 * same content gives the same bytes: all times are fixed, and the archive's folder is named {@code archive} whatever the
 * file is called.
 */
final class AlignedZip {
    private static final String TOP = "archive/";
    private static final int ALIGNMENT = 64;
    private static final int LOCAL_HEADER = 30;
    private static final int EXTRA_HEADER = 4;
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final ZipOutputStream zip;
    private long position;

    AlignedZip(OutputStream out) {
        zip = new ZipOutputStream(out);
        zip.setMethod(ZipOutputStream.STORED);
    }

    void put(String name, String content) throws IOException {
        put(name, utf8(content));
    }

    void put(String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(TOP + name);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(checksum.getValue());
        entry.setTimeLocal(EPOCH);
        long unpadded = position + LOCAL_HEADER + utf8(TOP + name).length + EXTRA_HEADER;
        int padding = (int) ((ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT);
        byte[] extra = new byte[EXTRA_HEADER + padding];
        extra[0] = 'F'; // the field that PyTorch itself pads with
        extra[1] = 'B';
        extra[2] = (byte) padding;
        entry.setExtra(extra);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
        position = unpadded + padding + content.length;
    }

    /** Ends the archive; the stream stays open. */
    void finish() throws IOException {
        put("version", "3\n");
        put("byteorder", "little");
        zip.finish();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
