package io.vidette.detector.network;

import java.util.OptionalInt;

/** A network that cannot be built, or weights that do not fit it. The message is one line that names the layer. */
public class NetworkException extends RuntimeException {
    private static final int NONE = -1;

    private final int layer;

    public NetworkException(String message) {
        this(NONE, message);
    }

    NetworkException(int layer, String message) {
        super(message);
        this.layer = layer;
    }

    /** Index of the layer, so that a reader can name its line; none where the fault is of the whole. */
    public OptionalInt layer() {
        return layer == NONE ? OptionalInt.empty() : OptionalInt.of(layer);
    }
}
