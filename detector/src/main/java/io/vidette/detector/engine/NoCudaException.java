package io.vidette.detector.engine;

/** Graphics cards cannot be used; the message is one line with the reason and the remedy. */
final class NoCudaException extends Exception {
    private static final long serialVersionUID = 1;

    NoCudaException(String message) {
        super(message);
    }

    NoCudaException(String message, Throwable cause) {
        super(message, cause);
    }
}
