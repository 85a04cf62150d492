package io.vidette.detector.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The zip that PyTorch writes since 1.6: one folder, in it {@code data.pkl} and an entry for each storage. */
final class ZipEntries implements ArchiveEntries {
    private static final int MAX_ENTRIES = 20_000;
    /** Of all sources together; those of YOLOv8x have 0.3 million. */
    private static final int MAX_SOURCE_BYTES = 8 << 20;

    private static final String CODE = "code/";

    private final ZipFile zip;
    private final String top;

    private ZipEntries(ZipFile zip, String top) {
        this.zip = zip;
        this.top = top;
    }

    /** The sources of a program, which {@code torch.jit.save} compresses. */
    private static boolean isCode(String name) {
        int slash = name.indexOf('/');
        // PyTorch does not distinguish upper and lower case.
        return name.regionMatches(true, slash + 1, CODE, 0, CODE.length());
    }

    @SuppressWarnings("MustBeClosedChecker")
    static ZipEntries open(Path file) throws IOException {
        ZipFile zip = new ZipFile(file.toFile());
        try {
            return new ZipEntries(zip, checkedTop(zip, Files.size(file)));
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
            boolean asItIs = entry.getMethod() == ZipEntry.STORED && entry.getSize() == entry.getCompressedSize();
            if (!asItIs && !isCode(entry.getName())) {
                throw new MalformedArchiveException("the zip entry " + printable(entry.getName())
                        + " is compressed, which PyTorch does with code alone");
            }
            total += entry.getCompressedSize();
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

    @Override
    public Optional<byte[]> bytes(String name) throws IOException {
        ZipEntry entry = zip.getEntry(top + name);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.getSize() > MAX_BYTES) {
            throw new MalformedArchiveException(
                    "the zip entry " + printable(name) + " has " + entry.getSize() + " bytes, more than " + MAX_BYTES);
        }
        if (entry.getMethod() != ZipEntry.STORED) {
            throw new MalformedArchiveException(
                    "the zip entry " + printable(name) + " is compressed, which it should not be");
        }
        int size = (int) entry.getSize();
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(size);
            if (bytes.length < size) {
                throw new MalformedArchiveException("the zip entry " + printable(name) + " ends early");
            }
            CRC32 checksum = new CRC32();
            checksum.update(bytes);
            if (!fits(entry, checksum)) {
                throw damaged(name);
            }
            return Optional.of(bytes);
        }
    }

    @Override
    public Optional<Long> size(String name) {
        return Optional.ofNullable(zip.getEntry(top + name)).map(ZipEntry::getSize);
    }

    @Override
    public void verify() throws IOException {
        checkNames();
        byte[] chunk = new byte[1 << 16];
        for (ZipEntry entry : Collections.list(zip.entries())) {
            CRC32 checksum = new CRC32();
            long left = entry.getSize();
            try (InputStream in = zip.getInputStream(entry)) {
                for (int read = in.read(chunk); read >= 0 && left >= 0; read = in.read(chunk)) {
                    checksum.update(chunk, 0, read);
                    left -= read;
                }
            } catch (ZipException | EOFException e) {
                throw damaged(entry.getName());
            }
            if (left != 0 || !fits(entry, checksum)) {
                throw damaged(entry.getName());
            }
        }
    }

    /** PyTorch takes the folder of the first entry, and names without regard to case: another entry than Java would take. */
    private void checkNames() {
        Set<String> names = new HashSet<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            String name = entry.getName();
            if (!name.startsWith(top)) {
                throw new MalformedArchiveException(
                        "the zip entry " + printable(name) + " is not in the folder " + printable(top));
            }
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                throw new MalformedArchiveException("the zip has two entries with the name " + printable(name));
            }
        }
    }

    @Override
    public Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        int left = MAX_SOURCE_BYTES;
        for (ZipEntry entry : Collections.list(zip.entries())) {
            String name = entry.getName();
            if (isCode(name) && name.toLowerCase(Locale.ROOT).endsWith(".py")) {
                try (InputStream in = zip.getInputStream(entry)) {
                    byte[] source = in.readNBytes(left + 1);
                    left -= source.length;
                    if (left < 0) {
                        throw new MalformedArchiveException(
                                "the sources of its program have more than " + MAX_SOURCE_BYTES + " bytes");
                    }
                    sources.put(
                            name.substring(top.length() + CODE.length()), new String(source, StandardCharsets.UTF_8));
                } catch (ZipException | EOFException e) {
                    throw damaged(name);
                }
            }
        }
        return sources;
    }

    /** Java does not verify checksums; PyTorch can be configured to write none, which is stored as zero. */
    private static boolean fits(ZipEntry entry, CRC32 checksum) {
        return entry.getCrc() == 0 || entry.getCrc() == checksum.getValue();
    }

    private static MalformedArchiveException damaged(String name) {
        return MalformedArchiveException.withRemedy(
                "the zip entry " + printable(name) + " is damaged: its checksum does not match",
                "take another copy of the file");
    }

    @Override
    public boolean isTorchScript() {
        return zip.stream().anyMatch(entry -> entry.getName().startsWith(top + "code/"));
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Names come from the file: no control characters reach the terminal. */
    static String printable(String name) {
        String clean = name.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() <= 80 ? clean : clean.substring(0, 80) + "...";
    }
}
