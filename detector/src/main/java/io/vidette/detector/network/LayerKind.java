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

    /** A module that knows no repetition of its own is repeated as {@code path.0}, {@code path.1} and so on. */
    static LayerKind repeated(LayerKind kind) {
        return (layer, graph) -> {
            if (layer.repeats() == 1) {
                return kind.build(layer, graph);
            }
            Value value = layer.input();
            for (int i = 0; i < layer.repeats(); i++) {
                value = kind.build(layer.at(layer.path() + "." + i, value), graph);
            }
            return value;
        };
    }
}
