package io.vidette.detector.compile;

import io.vidette.detector.archive.ElementType;
import io.vidette.detector.archive.Tensor;
import io.vidette.detector.compile.ServingTarget.Kernels;
import io.vidette.detector.network.Network;
import io.vidette.detector.network.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

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
        ScriptModule.write(stored(folded, target), methods, Map.of(), file);
    }

    /**
     * The anchors stay as they are: boxes are decoded with 32 bits. So do biases where the kernels take them beside weights of
     * 16 bits: they are added to sums of 32 bits, and what rounding takes from them it would take from every pixel alike.
     */
    private static Network stored(Network network, ServingTarget target) {
        Set<String> kept = new HashSet<>(Set.of(network.graph().decode().path() + ".anchors"));
        if (target.kernels() == Kernels.ONEDNN) {
            for (Operation operation : network.graph().operations()) {
                if (operation instanceof Operation.Convolution convolution) {
                    kept.add(convolution.path() + ".bias");
                }
            }
        }
        ElementType type = target.precision().stored();
        Map<String, Tensor> state = new LinkedHashMap<>();
        network.state()
                .forEach((name, tensor) -> state.put(name, kept.contains(name) ? tensor : tensor.converted(type)));
        return new Network(network.graph(), state);
    }
}
