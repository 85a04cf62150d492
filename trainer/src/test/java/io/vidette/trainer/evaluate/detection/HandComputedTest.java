package io.vidette.trainer.evaluate.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vidette.trainer.boxes.BoxEdges;
import io.vidette.trainer.boxes.Detections;
import io.vidette.trainer.boxes.GroundTruth;
import org.junit.jupiter.api.Test;

/** Cases small enough to compute by hand. */
final class HandComputedTest {
    private final GroundTruth truth = new GroundTruth();
    private final Detections found = new Detections();

    @Test
    void averagesPrecisionOverRecallsAfterAFalsePositive() {
        truth.add(0, 0, 0, 0, 50, 50);
        truth.add(1, 0, 0, 0, 50, 50);
        found.add(0, 0, 200, 200, 50, 50, 0.9);
        found.add(0, 0, 0, 0, 50, 50, 0.8);
        CocoFigures figures = CocoEvaluation.evaluate(1, truth, found);
        // Precision 1/2 at the 51 recalls 0, .01, ... .50, and 0 at the other 50.
        assertThat(figures.ap()).isEqualTo(51 * 0.5 / 101, within(1e-12));
        assertThat(figures.ar1()).isZero();
        assertThat(figures.ar10()).isEqualTo(0.5, within(1e-12));
        PascalFigures pascal = PascalEvaluation.evaluate(1, truth, found, 0.5, BoxEdges.PIXELS);
        assertThat(pascal.everyPoint()).isEqualTo(0.25, within(1e-12));
        assertThat(pascal.elevenPoints()).isEqualTo(6 * 0.5 / 11, within(1e-12));
    }

    @Test
    void ignoresDetectionsOnACrowd() {
        truth.add(0, 0, 0, 0, 100, 100, 10_000, true);
        truth.add(1, 0, 0, 0, 100, 100, 10_000, true);
        truth.add(2, 0, 0, 0, 100, 100, 10_000, true);
        truth.add(0, 0, 300, 300, 50, 50);
        found.add(0, 0, 10, 10, 20, 20, 0.9);
        found.add(0, 0, 40, 40, 20, 20, 0.8);
        found.add(0, 0, 300, 300, 50, 50, 0.7);
        assertThat(CocoEvaluation.evaluate(1, truth, found).ap()).isEqualTo(1, within(1e-12));
    }

    @Test
    void ignoresObjectsOfAnotherSize() {
        truth.add(0, 0, 0, 0, 20, 20);
        truth.add(0, 0, 200, 200, 100, 100);
        found.add(0, 0, 200, 200, 100, 100, 0.9);
        found.add(0, 0, 0, 0, 20, 20, 0.8);
        CocoFigures figures = CocoEvaluation.evaluate(1, truth, found);
        assertThat(figures.apSmall()).isEqualTo(1, within(1e-12));
        assertThat(figures.apLarge()).isEqualTo(1, within(1e-12));
        assertThat(figures.apMedium()).isEqualTo(-1);
    }

    @Test
    void excludesClassesWithoutObjectsFromTheMean() {
        truth.add(0, 1, 0, 0, 50, 50);
        found.add(0, 1, 0, 0, 50, 50, 0.9);
        found.add(0, 2, 0, 0, 50, 50, 0.9);
        assertThat(CocoEvaluation.evaluate(3, truth, found).apByClass())
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1)
                .containsExactly(-1.0, 1.0, -1.0);
        YoloFigures yolo = YoloEvaluation.evaluate(1, 3, truth, found);
        assertThat(yolo.classes()).hasSize(1);
        assertThat(yolo.all().ap50()).isEqualTo(0.995, within(1e-9));
        assertThat(PascalEvaluation.evaluate(3, truth, found, 0.5, BoxEdges.PIXELS)
                        .classes())
                .hasSize(1);
    }

    @Test
    void matchesAnObjectToOneDetectionOnly() {
        truth.add(0, 0, 0, 0, 50, 50);
        found.add(0, 0, 0, 0, 50, 49, 0.9);
        found.add(0, 0, 0, 0, 50, 50, 0.8);
        PascalFigures.OfClass figures = PascalEvaluation.evaluate(1, truth, found, 0.5, BoxEdges.PIXELS)
                .classes()
                .get(0);
        assertThat(figures.right()).isEqualTo(1);
        assertThat(figures.wrong()).isEqualTo(1);
    }

    @Test
    void countsConfusionsBetweenClassesAndWithTheBackground() {
        truth.add(0, 0, 0, 0, 50, 50);
        truth.add(0, 0, 100, 100, 50, 50);
        found.add(0, 1, 0, 0, 50, 50, 0.9);
        found.add(1, 1, 0, 0, 50, 50, 0.9);
        found.add(1, 1, 0, 0, 50, 50, 0.25);
        ConfusionMatrix matrix = ConfusionMatrix.of(2, truth, found);
        assertThat(matrix.count(1, 0)).isEqualTo(1);
        assertThat(matrix.count(2, 0)).isEqualTo(1);
        assertThat(matrix.count(1, 2)).isEqualTo(1);
    }

    @Test
    void computesZerosWithoutDetections() {
        truth.add(0, 0, 0, 0, 50, 50);
        assertThat(CocoEvaluation.evaluate(1, truth, found).ap()).isZero();
        assertThat(YoloEvaluation.evaluate(1, 1, truth, found).all().ap()).isZero();
    }
}
