package io.vidette.detector.archive;

import org.jspecify.annotations.Nullable;

/** A file of weights that cannot be used. The message is one line without the name of the file, which the caller adds. */
public class MalformedArchiveException extends RuntimeException {
    private final boolean remedied;

    public MalformedArchiveException(String message) {
        this(message, "", null);
    }

    public MalformedArchiveException(String message, @Nullable Throwable cause) {
        this(message, "", cause);
    }

    private MalformedArchiveException(String message, String remedy, @Nullable Throwable cause) {
        super(remedy.isEmpty() ? message : message + "; " + remedy, cause);
        remedied = !remedy.isEmpty();
    }

    /** One whose remedy is known where it is found; it ends the message. */
    public static MalformedArchiveException withRemedy(String message, String remedy) {
        return new MalformedArchiveException(message, remedy, null);
    }

    /** Whether the message ends with what to do about it. */
    public boolean hasRemedy() {
        return remedied;
    }
}
