package io.vidette.detector.network;

/** A kind of layer: knows which primitive operations it stands for. Another kind is another entry of {@link LayerKinds}. */
@FunctionalInterface
interface LayerKind {
    /**
     * Appends the layer's operations.
     *
     * @throws NetworkException when the layer's inputs or arguments make no sense; the caller names the layer
     */
    Value build(Layer layer, GraphBuilder graph);
}
