package io.vidette.detector.network;

/** A network that cannot be built, or weights that do not fit it. The message is one line that names the layer. */
public class NetworkException extends RuntimeException {
    public NetworkException(String message) {
        super(message);
    }
}
