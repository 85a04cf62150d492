package io.vidette.detector.weights;

import io.vidette.detector.compile.TorchScriptCompiler;
import io.vidette.detector.network.Network;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.network.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes {@code best.pt}: the plain form of a network with its {@link ModelCard}. */
public final class BestPtWriter {
    /** The size that the published YOLOv5 weights were trained with, for files that do not give one. */
    public static final int IMAGE_SIZE = 640;

    private BestPtWriter() {}

    /** Writes the archive of a network that was trained at {@value #IMAGE_SIZE} pixels. */
    public static void write(NetworkSpec spec, Network network, ModelCard.Source source, Path file) throws IOException {
        write(spec, network, IMAGE_SIZE, false, source, file);
    }

    /**
     * Writes the archive; the same arguments give the same bytes.
     *
     * @param imageSize and {@code stretch}: as in {@link ModelCard}
     */
    public static void write(
            NetworkSpec spec, Network network, int imageSize, boolean stretch, ModelCard.Source source, Path file)
            throws IOException {
        List<Integer> strides =
                network.graph().decode().inputs().stream().map(Value::stride).toList();
        ModelCard card = new ModelCard(ModelCard.SCHEMA, spec, imageSize, stretch, strides, source);
        TorchScriptCompiler.write(spec, network, imageSize, Map.of(ModelCard.FILE, card.toJson()), file);
    }
}
