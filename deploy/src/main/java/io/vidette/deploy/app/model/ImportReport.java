package io.vidette.deploy.app.model;

import io.vidette.detector.weights.BestPt;
import java.nio.file.Path;

/**
 * Weights that were imported.
 *
 * @param file that was written
 * @param name of the model
 * @param sha256 of the file, in hexadecimal
 * @param parameters numbers that training learns
 * @param classes number of classes
 * @param imageSize side of the input square in pixels
 */
public record ImportReport(String file, String name, String sha256, long parameters, int classes, int imageSize) {
    static ImportReport of(Path file, BestPt best) {
        return new ImportReport(
                file.toString(),
                best.id().name(),
                best.id().sha256(),
                best.model().network().graph().learnedNumbers(),
                best.classes().size(),
                best.imageSize());
    }
}
