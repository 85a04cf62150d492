package io.vidette.topology.track;

import java.util.Optional;
import java.util.function.Function;

/** A node's answer to a question about a camera: the state is on the node that follows the camera's partition. */
public sealed interface Answer<T> {
    /** Calls the function for its kind. */
    <R> R map(
            Function<Here<T>, R> here,
            Function<Elsewhere<T>, R> elsewhere,
            Function<Unknown<T>, R> unknown,
            Function<NotYet<T>, R> notYet);

    /** It is known here. It may be ahead of the committed state by up to one commit interval. */
    record Here<T>(T value) implements Answer<T> {
        @Override
        public <R> R map(
                Function<Here<T>, R> here,
                Function<Elsewhere<T>, R> elsewhere,
                Function<Unknown<T>, R> unknown,
                Function<NotYet<T>, R> notYet) {
            return here.apply(this);
        }
    }

    /**
     * Another node follows the camera.
     *
     * @param address {@code host:port} of its HTTP server, if it advertised one
     */
    record Elsewhere<T>(Optional<String> address) implements Answer<T> {
        @Override
        public <R> R map(
                Function<Here<T>, R> here,
                Function<Elsewhere<T>, R> elsewhere,
                Function<Unknown<T>, R> unknown,
                Function<NotYet<T>, R> notYet) {
            return elsewhere.apply(this);
        }
    }

    /** This node follows the camera's partition and has seen no frame of such a camera. */
    record Unknown<T>() implements Answer<T> {
        @Override
        public <R> R map(
                Function<Here<T>, R> here,
                Function<Elsewhere<T>, R> elsewhere,
                Function<Unknown<T>, R> unknown,
                Function<NotYet<T>, R> notYet) {
            return unknown.apply(this);
        }
    }

    /**
     * It is unknown at the moment; ask again soon.
     *
     * @param reason such as a partition that moves to another node
     */
    record NotYet<T>(String reason) implements Answer<T> {
        @Override
        public <R> R map(
                Function<Here<T>, R> here,
                Function<Elsewhere<T>, R> elsewhere,
                Function<Unknown<T>, R> unknown,
                Function<NotYet<T>, R> notYet) {
            return notYet.apply(this);
        }
    }
}
