package io.vidette.detector.image;

/** Bytes that are no picture which can be used; the message is one line. */
public final class UnusableImageException extends Exception {
    public UnusableImageException(String message) {
        super(message);
    }
}
