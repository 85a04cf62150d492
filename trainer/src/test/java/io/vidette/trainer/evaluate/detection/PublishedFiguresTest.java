package io.vidette.trainer.evaluate.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vidette.detector.TestFiles;
import io.vidette.trainer.boxes.BoxEdges;
import io.vidette.trainer.boxes.Detections;
import io.vidette.trainer.dataset.CocoFindings;
import io.vidette.trainer.dataset.CocoTruth;
import io.vidette.trainer.dataset.PascalFolders;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Figures that the official tools give, on data that cannot be part of this project. */
final class PublishedFiguresTest {
    private static final double[] OFFICIAL = {
        .503647, .696973, .571667, .593252, .557991, .489363, .386813, .593680, .595353, .654764, .603130, .553744
    };

    @Test
    void computesTheTwelveFiguresOfTheOfficialTool() {
        CocoTruth truth = CocoTruth.read(TestFiles.find("metrics/coco/gts/sampled_gts_bbox_area.json"));
        Detections found = CocoFindings.read(TestFiles.find("metrics/coco/dets/sampled_bbox_results.json"), truth);
        CocoFigures figures = CocoEvaluation.evaluate(truth.classes().size(), truth.truth(), found);
        assertThat(figures.twelve().stream().mapToDouble(Map.Entry::getValue).toArray())
                .containsExactly(OFFICIAL, within(5e-7));
    }

    @Test
    void computesTheAveragePrecisionOfPascalVoc() {
        PascalFolders folders = PascalFolders.read(
                TestFiles.find("metrics/pascal/groundtruths"), TestFiles.find("metrics/pascal/detections"));
        PascalFigures loose = PascalEvaluation.evaluate(1, folders.truth(), folders.found(), 0.3, BoxEdges.PIXELS);
        assertThat(loose.everyPoint()).isEqualTo(0.245687, within(5e-7));
        assertThat(loose.elevenPoints()).isEqualTo(0.268398, within(5e-7));
        PascalFigures strict = PascalEvaluation.evaluate(1, folders.truth(), folders.found(), 0.5, BoxEdges.PIXELS);
        assertThat(strict.everyPoint()).isEqualTo(0.022222, within(5e-7));
        assertThat(strict.elevenPoints()).isEqualTo(0.030303, within(5e-7));
    }
}
