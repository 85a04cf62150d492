package io.vidette.detector.engine;

import io.vidette.detector.compile.CompiledModel;
import io.vidette.topology.message.ModelId;
import java.nio.file.Path;

/**
 * A {@code best.pt} that has been read.
 *
 * @param file that holds it
 * @param id its name and hash
 * @param model its card, network and weights
 */
public record BestPt(Path file, ModelId id, CompiledModel model) {}
