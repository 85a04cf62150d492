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

    boolean isTorchScript();

    @Override
    void close() throws IOException;
}
