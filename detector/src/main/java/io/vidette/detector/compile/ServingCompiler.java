package io.vidette.detector.compile;

import io.vidette.detector.network.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes the serving form: the same network for one use only, finding boxes on this machine, and faster at it. Batch
 * normalisation is folded, pictures come as bytes, the candidates are chosen before they are decoded, so that a few
 * hundred numbers leave the program instead of two million for each picture.
 */
public final class ServingCompiler {
    private ServingCompiler() {}

    /** Writes the archive. */
    public static void write(Network network, ServingTarget target, Path file) throws IOException {
        Network folded = BatchNormFolding.fold(network);
        ScriptModule.write(folded, ServingForward.method(folded.graph(), target), Map.of(), file);
    }
}
