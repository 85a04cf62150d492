package io.vidette.detector.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A file written by {@code torch.save} or {@code torch.jit.save}: a zip of one pickle and one entry for each storage.
 * PyTorch stores without compression, so an entry that claims to be larger than it is in the file is refused, and no
 * entry can make the reader take more memory than the file has bytes.
 *
 * <p>Threading: for one thread at a time.
 */
public final class TorchArchive implements AutoCloseable {
    private static final int MAX_ENTRIES = 20_000;
    private static final int MAX_ENTRY_BYTES = 1 << 30;

    private final ZipFile zip;
    private final String top;

    private TorchArchive(ZipFile zip, String top) {
        this.zip = zip;
        this.top = top;
    }

    /**
     * Opens an archive and checks its directory; reads no content yet.
     *
     * @throws MalformedArchiveException when it is no such archive
     * @throws IOException when the file cannot be read
     */
    @SuppressWarnings("MustBeClosedChecker")
    public static TorchArchive open(Path file) throws IOException {
        ZipFile zip = new ZipFile(file.toFile());
        try {
            return new TorchArchive(zip, checkedTop(zip, Files.size(file)));
        } catch (RuntimeException | IOException e) {
            zip.close();
            throw e;
        }
    }

    private static String checkedTop(ZipFile zip, long fileSize) {
        if (zip.size() > MAX_ENTRIES) {
            throw new MalformedArchiveException("the zip has " + zip.size() + " entries, more than " + MAX_ENTRIES);
        }
        Optional<String> top = Optional.empty();
        long total = 0;
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            ZipEntry entry = all.nextElement();
            if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
                throw new MalformedArchiveException(
                        "the zip entry " + printable(entry.getName()) + " is compressed, which PyTorch never does");
            }
            total += entry.getSize();
            if (total > fileSize) {
                throw new MalformedArchiveException(
                        "the zip claims to hold more than the " + fileSize + " bytes of the file");
            }
            String name = entry.getName();
            if (name.endsWith("/data.pkl") && name.indexOf('/') == name.length() - "/data.pkl".length()) {
                top = Optional.of(name.substring(0, name.length() - "data.pkl".length()));
            }
        }
        return top.orElseThrow(() -> new MalformedArchiveException("the zip has no data.pkl"));
    }

    /** The tree of the archive's main pickle. */
    public Pickled pickle() throws IOException {
        String order = text("byteorder").orElse("little").strip();
        if (!order.equals("little")) {
            throw new MalformedArchiveException("its numbers are stored with byte order '" + printable(order) + "'");
        }
        return PickleReader.read(
                bytes("data.pkl").orElseThrow(() -> new MalformedArchiveException("the zip has no data.pkl")));
    }

    /** An entry as UTF-8, such as {@code extra/config.txt}. */
    public Optional<String> text(String name) throws IOException {
        return bytes(name).map(utf8 -> new String(utf8, StandardCharsets.UTF_8));
    }

    /** Whether this is a TorchScript program rather than a plain {@code torch.save}. */
    public boolean isTorchScript() {
        return zip.stream().anyMatch(entry -> entry.getName().startsWith(top + "code/"));
    }

    /** Reads one tensor. Memory is taken only after the reference has been checked against the file. */
    public Tensor read(TensorRef ref) throws IOException {
        byte[] storage = storage(ref);
        int width = ref.type().bytes();
        byte[] bytes = new byte[Math.toIntExact(Tensor.elements(ref.shape()) * width)];
        if (bytes.length > 0) {
            copy(storage, ByteBuffer.wrap(bytes), ref, width, 0, ref.offset());
        }
        return new Tensor(ref.type(), ref.shape(), bytes);
    }

    private static void copy(byte[] storage, ByteBuffer out, TensorRef ref, int width, int dimension, long element) {
        List<Integer> shape = ref.shape();
        if (dimension == shape.size()) {
            out.put(storage, Math.toIntExact(element * width), width);
            return;
        }
        int stride = ref.strides().get(dimension);
        if (dimension == shape.size() - 1 && stride == 1) {
            out.put(storage, Math.toIntExact(element * width), shape.get(dimension) * width);
            return;
        }
        for (int i = 0; i < shape.get(dimension); i++) {
            copy(storage, out, ref, width, dimension + 1, element + (long) i * stride);
        }
    }

    private byte[] storage(TensorRef ref) throws IOException {
        String name = "data/" + ref.key();
        byte[] storage = bytes(name)
                .orElseThrow(() -> new MalformedArchiveException("the zip lacks the entry " + printable(name)));
        if (storage.length / ref.type().bytes() < ref.storageElements()) {
            throw new MalformedArchiveException("the zip entry " + printable(name) + " has " + storage.length
                    + " bytes, too few for " + ref.storageElements() + " elements of " + ref.type());
        }
        return storage;
    }

    private Optional<byte[]> bytes(String name) throws IOException {
        ZipEntry entry = zip.getEntry(top + name);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.getSize() > MAX_ENTRY_BYTES) {
            throw new MalformedArchiveException("the zip entry " + printable(name) + " has " + entry.getSize()
                    + " bytes, more than " + MAX_ENTRY_BYTES);
        }
        int size = (int) entry.getSize();
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(size);
            if (bytes.length < size) {
                throw new MalformedArchiveException("the zip entry " + printable(name) + " ends early");
            }
            return Optional.of(bytes);
        }
    }

    /** Names come from the file: no control characters reach the terminal. */
    private static String printable(String name) {
        String clean = name.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() <= 80 ? clean : clean.substring(0, 80) + "...";
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
