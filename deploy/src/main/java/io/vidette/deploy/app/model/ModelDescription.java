package io.vidette.deploy.app.model;

import io.vidette.detector.network.LayerRow;
import java.util.List;
import java.util.function.Consumer;

/** What is known of a network or of weights without running them on pictures. */
public sealed interface ModelDescription {
    /** Calls the consumer for its kind. */
    void handle(Consumer<Layers> asLayers, Consumer<Export> asExport);

    /** Returns the name of the network or of the weights. */
    String name();

    /**
     * A network as layers.
     *
     * @param parameters numbers that training learns, over all layers
     */
    record Layers(
            String name,
            List<LayerRow> layers,
            long parameters,
            double depthMultiple,
            double widthMultiple,
            List<String> classes,
            List<List<Double>> anchors)
            implements ModelDescription {
        @Override
        public void handle(Consumer<Layers> asLayers, Consumer<Export> asExport) {
            asLayers.accept(this);
        }
    }

    /**
     * An export, which is served as it is.
     *
     * @param kind always {@code export}
     * @param description as its author wrote it
     * @param task such as {@code detect}
     * @param width of its input in pixels
     * @param height of its input in pixels
     * @param stride in pixels
     * @param dynamic whether it takes other sizes as well
     * @param head such as {@code anchor-free}
     * @param output shape of the output for one picture
     */
    record Export(
            String name,
            String kind,
            String description,
            String task,
            List<String> classes,
            int width,
            int height,
            int stride,
            boolean dynamic,
            String head,
            List<Long> output)
            implements ModelDescription {
        @Override
        public void handle(Consumer<Layers> asLayers, Consumer<Export> asExport) {
            asExport.accept(this);
        }
    }
}
