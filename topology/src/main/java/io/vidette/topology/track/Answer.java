package io.vidette.topology.track;

import java.util.Optional;

/** What comes of asking a node about a camera: its state lies where its partition is followed. */
public sealed interface Answer<T> {
    /** It is known here. It may be ahead of what is committed by as much as the time between commits. */
    record Here<T>(T value) implements Answer<T> {}

    /**
     * Another node follows the camera.
     *
     * @param address {@code host:port} of its HTTP server, where it said so
     */
    record Elsewhere<T>(Optional<String> address) implements Answer<T> {}

    /** This node follows the camera's partition, and no frame of such a camera was ever followed. */
    record Unknown<T>() implements Answer<T> {}

    /**
     * It cannot be told now; ask again soon.
     *
     * @param reason such as a partition that is being handed over
     */
    record NotYet<T>(String reason) implements Answer<T> {}
}
