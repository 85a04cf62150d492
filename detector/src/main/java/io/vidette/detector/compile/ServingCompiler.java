package io.vidette.detector.compile;

import io.vidette.detector.archive.Tensor;
import io.vidette.detector.network.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the serving form: the same network for one use only, finding boxes on this machine, and faster at it. Batch
 * normalisation is folded, pictures come as bytes, the candidates are chosen before they are decoded, so that a few
 * hundred numbers leave the program instead of two million for each picture.
 */
public final class ServingCompiler {
    private ServingCompiler() {}

    /** Method that a form which {@link ServingTarget#packs} must be told to run once: see {@link PackingCode}. */
    public static final String PACK = PackingCode.METHOD;

    /** Method of forms of {@link ServingTarget.Kernels#CUDNN}: copies a tensor into memory that a card can fetch from. */
    public static final String PIN = PackingCode.PIN;

    /** Writes the archive. */
    public static void write(Network network, ServingTarget target, Path file) throws IOException {
        Network folded = BatchNormFolding.fold(network);
        if (InputScaling.isPossible(folded.graph())) {
            folded = InputScaling.scale(folded);
        }
        String methods = ServingForward.method(folded.graph(), target);
        if (target.packs()) {
            methods += PackingCode.method(folded.graph(), target.kernels());
        }
        if (target.kernels() == ServingTarget.Kernels.CUDNN) {
            methods += PackingCode.pinning();
        }
        ScriptModule.write(stored(folded, target.precision()), methods, Map.of(), file);
    }

    /** The anchors stay as they are: boxes are decoded with 32 bits. */
    private static Network stored(Network network, Precision precision) {
        String anchors = network.graph().decode().path() + ".anchors";
        Map<String, Tensor> state = new LinkedHashMap<>();
        network.state()
                .forEach((name, tensor) ->
                        state.put(name, name.equals(anchors) ? tensor : tensor.converted(precision.stored())));
        return new Network(network.graph(), state);
    }
}
