package io.vidette.topology.track;

import java.util.Optional;
import java.util.function.Function;

/** What comes of asking a node about a camera: its state lies where its partition is followed. */
public sealed interface Answer<T> {
    /** Calls the function for its kind. */
    <R> R map(
            Function<Here<T>, R> here,
            Function<Elsewhere<T>, R> elsewhere,
            Function<Unknown<T>, R> unknown,
            Function<NotYet<T>, R> notYet);

    /** It is known here. It may be ahead of what is committed by as much as the time between commits. */
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
     * @param address {@code host:port} of its HTTP server, where it said so
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

    /** This node follows the camera's partition, and no frame of such a camera was ever followed. */
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
     * It cannot be told now; ask again soon.
     *
     * @param reason such as a partition that is being handed over
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
