package io.vidette.detector.archive;

import io.vidette.detector.archive.Pickled.Int;
import io.vidette.detector.archive.Pickled.Sequence;
import io.vidette.detector.archive.Pickled.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What PyTorch wrote up to 1.5, in the first half of 2020: five pickles in a row (a magic number, the version of the form,
 * the machine, the object, the keys of the storages), then each storage with the number of its elements before it.
 */
final class LegacyEntries implements ArchiveEntries {
    /** The pickle of the magic number 0x1950a86a20f9469cfc6c. */
    private static final byte[] MAGIC = {
        (byte) 0x80,
        2,
        (byte) 0x8a,
        10,
        0x6c,
        (byte) 0xfc,
        (byte) 0x9c,
        0x46,
        (byte) 0xf9,
        0x20,
        0x6a,
        (byte) 0xa8,
        0x50,
        0x19,
        '.'
    };

    private static final long VERSION = 1001;
    /** All pickles together; those of a YOLO have less than one. */
    private static final int MAX_PICKLES = 32 << 20;

    private final FileChannel file;
    private final byte[] pickle;
    private final Map<String, Place> storages;

    /** Of the elements in the file. */
    private record Place(long offset, long length) {}

    private LegacyEntries(FileChannel file, byte[] pickle, Map<String, Place> storages) {
        this.file = file;
        this.pickle = pickle;
        this.storages = storages;
    }

    /** Whether the file starts with the magic number. */
    static boolean isOne(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return Arrays.equals(read(channel, 0, (int) Math.min(MAGIC.length, channel.size())), MAGIC);
        }
    }

    /** Opens such a file; reads its pickles, and where its storages lie. */
    @SuppressWarnings("MustBeClosedChecker")
    static LegacyEntries open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file);
        try {
            return open(channel);
        } catch (RuntimeException | IOException e) {
            channel.close();
            throw e;
        }
    }

    private static LegacyEntries open(FileChannel file) throws IOException {
        byte[] start = read(file, 0, (int) Math.min(MAX_PICKLES, file.size()));
        PickleReader.Part version = PickleReader.readPart(start, MAGIC.length);
        if (!version.value().equals(new Int(VERSION))) {
            throw new MalformedArchiveException("it is of a version before PyTorch 1.6 that is not known");
        }
        PickleReader.Part machine = PickleReader.readPart(start, version.end());
        if (machine.value() instanceof Pickled.Dict facts
                && facts.get("little_endian").equals(Optional.of(new Pickled.Bool(false)))) {
            throw new MalformedArchiveException("its numbers are stored with the high byte first");
        }
        PickleReader.Part object = PickleReader.readPart(start, machine.end());
        PickleReader.Part keys = PickleReader.readPart(start, object.end());
        if (!(keys.value() instanceof Sequence list)) {
            throw new MalformedArchiveException("it does not list its storages");
        }
        return new LegacyEntries(
                file,
                Arrays.copyOfRange(start, machine.end(), object.end()),
                places(file, list.items(), object.storages(), keys.end()));
    }

    private static Map<String, Place> places(
            FileChannel file, List<Pickled> keys, Map<String, StorageRef> refs, long begin) throws IOException {
        Map<String, Place> places = new HashMap<>();
        long position = begin;
        for (Pickled item : keys) {
            @Nullable StorageRef ref = item instanceof Text key ? refs.get(key.value()) : null;
            if (!(item instanceof Text key) || ref == null) {
                throw new MalformedArchiveException("it lists a storage that no tensor uses");
            }
            long elements = ByteBuffer.wrap(read(file, position, Long.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong();
            position += Long.BYTES;
            if (elements < 0 || elements > (file.size() - position) / ref.width()) {
                throw new MalformedArchiveException("it ends before the " + elements + " elements of a storage");
            }
            places.put(key.value(), new Place(position, elements * ref.width()));
            position += elements * ref.width();
        }
        return places;
    }

    private byte[] read(Place place) throws IOException {
        if (place.length() > MAX_BYTES) {
            throw new MalformedArchiveException("a storage has " + place.length() + " bytes, more than " + MAX_BYTES);
        }
        return read(file, place.offset(), (int) place.length());
    }

    private static byte[] read(FileChannel file, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, position + bytes.position()) < 0) {
                throw new MalformedArchiveException("it ends early");
            }
        }
        return bytes.array();
    }

    @Override
    public Optional<byte[]> bytes(String name) throws IOException {
        if (name.equals("data.pkl")) {
            return Optional.of(pickle);
        }
        Optional<Place> place = place(name);
        return place.isEmpty() ? Optional.empty() : Optional.of(read(place.get()));
    }

    @Override
    public Optional<Long> size(String name) {
        return place(name).map(Place::length);
    }

    private Optional<Place> place(String name) {
        return name.startsWith("data/")
                ? Optional.ofNullable(storages.get(name.substring("data/".length())))
                : Optional.empty();
    }

    /** Does nothing: this format has no checksums. */
    @Override
    public void verify() {}

    @Override
    public Map<String, String> sources() {
        return Map.of();
    }

    @Override
    public boolean isTorchScript() {
        return false;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
