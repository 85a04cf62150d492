package io.vidette.trainer.validation;

import io.vidette.trainer.boxes.BoxEdges;
import io.vidette.trainer.evaluate.detection.CocoEvaluation;
import io.vidette.trainer.evaluate.detection.CocoFigures;
import io.vidette.trainer.evaluate.detection.ConfusionMatrix;
import io.vidette.trainer.evaluate.detection.PascalEvaluation;
import io.vidette.trainer.evaluate.detection.PascalFigures;
import io.vidette.trainer.evaluate.detection.YoloEvaluation;
import io.vidette.trainer.evaluate.detection.YoloFigures;
import java.util.List;

/**
 * Every figure of one run.
 *
 * @param classes names by index
 * @param pascal at {@link #PASCAL_IOU}
 */
public record ValidationFigures(
        List<String> classes, YoloFigures yolo, CocoFigures coco, PascalFigures pascal, ConfusionMatrix confusion) {
    /** The overlap that the challenges of Pascal VOC asked for. */
    public static final double PASCAL_IOU = 0.5;

    public ValidationFigures {
        classes = List.copyOf(classes);
    }

    /** Evaluates. */
    public static ValidationFigures of(List<String> classes, Validation run) {
        int count = classes.size();
        return new ValidationFigures(
                classes,
                YoloEvaluation.evaluate(run.images(), count, run.truth(), run.found()),
                CocoEvaluation.evaluate(count, run.truth(), run.found()),
                PascalEvaluation.evaluate(count, run.truth(), run.found(), PASCAL_IOU, BoxEdges.LINES),
                ConfusionMatrix.of(count, run.truth(), run.found()));
    }
}
