package io.vidette.detector.archive;

import java.io.IOException;
import java.util.Optional;

/** The parts of a file of PyTorch by their names in its zip, whichever way they are stored. */
interface ArchiveEntries extends AutoCloseable {
    /** Bytes of one part. */
    int MAX_BYTES = 1 << 30;

    /**
     * A part, such as {@code data.pkl} or {@code data/0}.
     *
     * @throws MalformedArchiveException when it is larger than any file should have, or ends early
     */
    Optional<byte[]> bytes(String name) throws IOException;

    /** Bytes of a part, as the directory says; empty where there is none. */
    Optional<Long> size(String name);

    /**
     * Reads every part once and compares it with its checksum.
     *
     * @throws MalformedArchiveException naming the first that differs
     */
    void verify() throws IOException;

    boolean isTorchScript();

    @Override
    void close() throws IOException;
}
