package io.vidette.detector.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file written by {@code torch.save} or {@code torch.jit.save}: a zip of one pickle and one entry for each storage, or
 * the same one after the other, as before 1.6. PyTorch stores without compression, so an entry that claims to be larger
 * than it is in the file is refused, and no
 * entry can make the reader take more memory than the file has bytes.
 *
 * <p>Threading: for one thread at a time.
 */
public final class TorchArchive implements AutoCloseable {
    private final ArchiveEntries entries;

    private TorchArchive(ArchiveEntries entries) {
        this.entries = entries;
    }

    /**
     * Opens an archive and checks its directory; reads no content yet.
     *
     * @throws MalformedArchiveException when it is no such archive
     * @throws IOException when the file cannot be read
     */
    @SuppressWarnings("MustBeClosedChecker")
    public static TorchArchive open(Path file) throws IOException {
        return new TorchArchive(LegacyEntries.isOne(file) ? LegacyEntries.open(file) : ZipEntries.open(file));
    }

    /** The tree of the archive's main pickle. */
    public Pickled pickle() throws IOException {
        String order = text("byteorder").orElse("little").strip();
        if (!order.equals("little")) {
            throw new MalformedArchiveException(
                    "its numbers are stored with byte order '" + ZipEntries.printable(order) + "'");
        }
        return PickleReader.read(
                entries.bytes("data.pkl").orElseThrow(() -> new MalformedArchiveException("the zip has no data.pkl")));
    }

    /** An entry as UTF-8, such as {@code extra/config.txt}. */
    public Optional<String> text(String name) throws IOException {
        return entries.bytes(name).map(utf8 -> new String(utf8, StandardCharsets.UTF_8));
    }

    /** Whether this is a TorchScript program rather than a plain {@code torch.save}. */
    public boolean isTorchScript() {
        return entries.isTorchScript();
    }

    /**
     * The sources of a program by their names below {@code code/}, such as {@code __torch__/models.py}.
     *
     * @throws MalformedArchiveException when they are larger than any program should have
     */
    public Map<String, String> sources() throws IOException {
        return entries.sources();
    }

    /**
     * Checks a program that the engine itself will read, which compares nothing: every part with its checksum, and every
     * storage's length with what the pickles say.
     *
     * @throws MalformedArchiveException naming the part that is damaged or too short
     */
    public void verifyProgram() throws IOException {
        entries.verify();
        for (String pickle : List.of("data", "constants")) {
            Optional<byte[]> bytes = entries.bytes(pickle + ".pkl");
            if (bytes.isPresent()) {
                PickleReader.readWhole(bytes.get())
                        .storages()
                        .forEach((key, ref) -> checkStorage(pickle + "/" + key, ref.elements(), ref.width()));
            }
        }
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
        checkStorage(name, ref.storageElements(), ref.type().bytes());
        return entries.bytes(name).orElseThrow();
    }

    private void checkStorage(String name, long elements, int width) {
        long bytes = entries.size(name)
                .orElseThrow(
                        () -> new MalformedArchiveException("the zip lacks the entry " + ZipEntries.printable(name)));
        if (bytes / width < elements) {
            throw new MalformedArchiveException("the zip entry " + ZipEntries.printable(name) + " has " + bytes
                    + " bytes, too few for " + elements + " elements of " + width + " bytes");
        }
    }

    @Override
    public void close() throws IOException {
        entries.close();
    }
}
