package io.vidette.detector.archive;

/** A file of weights that cannot be used. The message is one line without the name of the file, which the caller adds. */
public class MalformedArchiveException extends RuntimeException {
    public MalformedArchiveException(String message) {
        super(message);
    }

    public MalformedArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
