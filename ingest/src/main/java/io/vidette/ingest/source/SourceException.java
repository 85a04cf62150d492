package io.vidette.ingest.source;

/** Why a source yields no pictures, in one line that holds no secret and says what to do. */
public final class SourceException extends Exception {
    private final Kind kind;

    public SourceException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What sort of failure this is. */
    public Kind kind() {
        return kind;
    }

    /** What sort of failure it is, which decides the camera's state and how soon to try again. */
    public enum Kind {
        /** The user has to fix something: a password, a certificate, an address, the stream itself. */
        REFUSED,
        /** Nothing answers, or the connection broke; likely to pass. */
        UNREACHABLE,
        /** Connected, but no usable picture arrived in time. */
        STALLED,
        /** A file, or a synthetic camera with a limited number of frames, has ended. */
        ENDED,
        /** {@link FrameSource#abort} was called. */
        ABORTED
    }
}
