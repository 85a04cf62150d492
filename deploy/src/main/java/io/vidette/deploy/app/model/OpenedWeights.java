package io.vidette.deploy.app.model;

import io.vidette.detector.weights.BestPt;
import io.vidette.detector.weights.ExportFormat;
import java.nio.file.Path;

/** Weights that have been read and can be written in other formats. */
public final class OpenedWeights {
    private final BestPt best;

    OpenedWeights(BestPt best) {
        this.best = best;
    }

    /** Returns the usual file name for a format, such as {@code yolov5n.onnx}. */
    public Path usualFile(ExportFormat format) {
        return Path.of(best.id().name() + format.suffix());
    }

    /**
     * Writes the weights, over a file that exists.
     *
     * @throws io.vidette.topology.fault.UserError if the format cannot hold them or the file cannot be written
     */
    public ExportReport export(ExportFormat format, Path file) {
        format.write(best, file);
        return new ExportReport(file.toString(), format.toString(), best.id().name());
    }
}
