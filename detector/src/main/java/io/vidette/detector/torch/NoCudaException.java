package io.vidette.detector.torch;

/** Graphics cards cannot be used; the message is one line with the reason and the remedy. */
public final class NoCudaException extends Exception {
    private static final long serialVersionUID = 1;

    public NoCudaException(String message) {
        super(message);
    }

    public NoCudaException(String message, Throwable cause) {
        super(message, cause);
    }
}
