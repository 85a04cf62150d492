package io.vidette.detector.engine;

import io.vidette.topology.fault.UserError;
import java.nio.file.Path;
import java.util.List;

/**
 * What an exported model computes, as a run on a sample showed it.
 *
 * @param head such as {@code anchor-free}
 * @param shape of what one picture gives
 */
public record ExportOutput(String head, List<Long> shape) {
    public ExportOutput {
        shape = List.copyOf(shape);
    }

    /**
     * Runs the model on a sample, which takes as long as loading it.
     *
     * @param cache the folder in which our part of the program is written
     * @throws UserError when it does not run here, or its answer is not that of a detector with its classes
     */
    public static ExportOutput of(ExportedModel model, Path cache) {
        DetectorConfig config = DetectorConfig.defaults().withImageSize(model.valid(model.imageSize()));
        try (ExportForm form = ExportForms.load(model, config, cache)) {
            return form.output();
        }
    }
}
