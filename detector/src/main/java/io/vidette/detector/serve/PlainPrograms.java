package io.vidette.detector.serve;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import io.vidette.detector.compile.TorchScriptCompiler;
import io.vidette.detector.torch.Program;
import io.vidette.detector.weights.BestPt;
import io.vidette.detector.weights.Servable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Loads the plain program of a model. The code in a {@code best.pt} never runs, because whoever passed the file on may have
 * changed it: the program is compiled again from card and weights. The program of an export was checked when the file was
 * read.
 */
final class PlainPrograms {
    private PlainPrograms() {}

    /**
     * Loads it.
     *
     * @param device that its weights go to
     * @param cache the folder in which a program is written while it is loaded
     * @throws MalformedModelException when the engine does not know an operator of it
     */
    static Program load(Servable model, Device device, Path cache) throws IOException, MalformedModelException {
        Optional<BestPt> best = model.map(Optional::of, export -> Optional.empty());
        return best.isPresent() ? load(best.get(), device, cache) : Program.load(model.file(), device);
    }

    /** Compiles the program of a {@code best.pt} and loads it. */
    static Program load(BestPt best, Device device, Path cache) throws IOException, MalformedModelException {
        Files.createDirectories(cache.toAbsolutePath());
        // Another process may load the same model.
        Path file = Files.createTempFile(cache, "plain-", ".pt");
        try {
            TorchScriptCompiler.write(
                    best.model().card().network(), best.model().network(), best.imageSize(), Map.of(), file);
            return Program.load(file, device);
        } finally {
            Files.delete(file);
        }
    }
}
