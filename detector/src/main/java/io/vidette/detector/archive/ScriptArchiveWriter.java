package io.vidette.detector.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive as {@code torch.jit.load} reads it: a zip without compression whose entries start at
 * multiples of 64 bytes, so that PyTorch can map the weights. The same content gives the same bytes: all times are
 * fixed, and the archive's folder is named {@code archive} whatever the file is called.
 */
public final class ScriptArchiveWriter {
    private static final String TOP = "archive/";
    private static final int ALIGNMENT = 64;
    private static final int LOCAL_HEADER = 30;
    private static final int EXTRA_HEADER = 4;
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final ZipOutputStream zip;
    private long position;

    private ScriptArchiveWriter(OutputStream out) {
        zip = new ZipOutputStream(out);
        zip.setMethod(ZipOutputStream.STORED);
    }

    /**
     * Writes the archive, or leaves the file as it was.
     *
     * @param pickle the root module, as {@link PickleWriter} made it
     * @param code the program, in the dialect that {@code torch.jit.save} writes
     * @param storages tensors by the key that the pickle gives them: entry {@code data/i} is the i-th
     * @param extras name and text of the extra files
     */
    public static void write(Path file, byte[] pickle, String code, List<Tensor> storages, Map<String, String> extras)
            throws IOException {
        // Not createTempFile, whose files only their owner may read.
        Path partial = file.resolveSibling("." + UUID.randomUUID() + ".partial");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 16)) {
                ScriptArchiveWriter writer = new ScriptArchiveWriter(out);
                writer.putAll(pickle, code, storages, extras);
                writer.zip.finish();
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private void putAll(byte[] pickle, String code, List<Tensor> storages, Map<String, String> extras)
            throws IOException {
        put("data.pkl", pickle);
        put("code/__torch__.py", utf8(code));
        for (int i = 0; i < storages.size(); i++) {
            put("data/" + i, storages.get(i).bytes());
        }
        for (Map.Entry<String, String> extra : extras.entrySet()) {
            put("extra/" + extra.getKey(), utf8(extra.getValue()));
        }
        put("constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'}); // an empty tuple
        put("version", utf8("3\n"));
        put("byteorder", utf8("little"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void put(String name, byte[] content) throws IOException {
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
}
