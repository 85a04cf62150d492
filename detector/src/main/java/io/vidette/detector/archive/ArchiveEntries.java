package io.vidette.detector.archive;

import java.io.IOException;
import java.util.Map;
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
     * Reads every part once and compares it with its checksum. Also checks that each name means one part, whichever way
     * PyTorch looks it up.
     *
     * @throws MalformedArchiveException naming the first that is damaged or ambiguous
     */
    void verify() throws IOException;

    boolean isTorchScript();

    /**
     * The sources of a program by their names below {@code code/}, such as {@code __torch__/models.py}.
     *
     * @throws MalformedArchiveException when they are larger than any program should have
     */
    Map<String, String> sources() throws IOException;

    @Override
    void close() throws IOException;
}
