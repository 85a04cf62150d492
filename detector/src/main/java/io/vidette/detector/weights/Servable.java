package io.vidette.detector.weights;

import io.vidette.detector.image.Fit;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.ModelId;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A file with a model that can be served. */
public sealed interface Servable permits BestPt, ExportedModel {
    /** Calls the function for its kind. */
    <T> T map(Function<BestPt, T> bestPt, Function<ExportedModel, T> export);

    /** A TorchScript archive. */
    Path file();

    /** Its name and hash. */
    ModelId id();

    /** Names of the classes, by number. */
    List<String> classes();

    /** Side of the square that it was made for, in pixels. */
    int imageSize();

    /**
     * The side of the square that it is served at, in pixels.
     *
     * @param wanted the side that is set; 0 for the model's own
     * @throws UserError naming the side and the remedy, where it cannot be served at it
     */
    int side(int wanted);

    /** How pictures are fitted into the square, where the caller would fit them so. */
    Fit fit(Fit wanted);
}
