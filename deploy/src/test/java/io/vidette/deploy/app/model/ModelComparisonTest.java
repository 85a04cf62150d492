package io.vidette.deploy.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vidette.topology.diff.ClassDifference;
import io.vidette.topology.diff.DetectionMatching;
import io.vidette.topology.diff.DiffReport;
import io.vidette.topology.diff.FrameDifference;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.serde.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ModelComparisonTest {
    private static final ClassDifference ALL = new ClassDifference("all", 5, 4, 3, 2, 1, 0.1, 0.05);
    private static final FrameDifference FRAME = new FrameDifference(
            new FrameId("vidette.frames", 0, 7),
            "gate",
            Optional.empty(),
            64,
            48,
            new DetectionMatching(List.of(), List.of(), List.of()));

    @Test
    void writesItsReportWithStableFieldNames() {
        DiffOutcome outcome = ModelComparison.outcome(order(Set.of()), report(9, List.of()));

        JsonNode json = Json.mapper().valueToTree(outcome.withSheet("sheet.png"));

        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "a",
                        "b",
                        "modelsA",
                        "modelsB",
                        "frames",
                        "framesOnlyA",
                        "framesOnlyB",
                        "outside",
                        "all",
                        "classes",
                        "mostDifferent",
                        "sheet");
        assertThat(json.get("frames").asLong()).isEqualTo(9);
        assertThat(json.get("mostDifferent")).hasSize(1);
        assertThat(Json.mapper().<JsonNode>valueToTree(outcome).get("sheet").isNull())
                .isTrue();
    }

    @Test
    void warnsOfCamerasWithoutVerdictsAndFailsWithoutAny() {
        assertThat(ModelComparison.outcome(order(Set.of("gate", "yrad")), report(9, List.of("yrad")))
                        .warnings())
                .containsExactly("neither 'live' nor 'night' has a verdict of camera 'yrad'; others there are: yard");
        assertThatThrownBy(() -> ModelComparison.outcome(order(Set.of("yrad")), report(0, List.of("yrad"))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("camera 'yrad'");
    }

    @Test
    void refusesModelsWithoutAFrameInCommon() {
        assertThatThrownBy(() -> ModelComparison.outcome(order(Set.of()), report(0, List.of())))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no frame in common")
                .hasMessageContaining("3 verdicts lie outside");
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatThrownBy(() -> new DiffOrder("live", "night", 1.5, Set.of(), 1, Duration.ZERO))
                .hasMessageContaining("1.5");
        assertThatThrownBy(() -> new DiffOrder("live", "night", 0.5, Set.of(), 201, Duration.ZERO))
                .hasMessageContaining("201");
    }

    @Test
    void drawsDeletedFramesBlank() {
        DiffOutcome outcome = ModelComparison.outcome(order(Set.of()), report(9, List.of()));

        DifferenceSheet sheet = DifferenceSheet.draw(outcome, Map.of());

        assertThat(sheet.frames()).isOne();
        assertThat(sheet.blank()).isOne();
        assertThat(sheet.png()).startsWith(0x89, 'P', 'N', 'G');
    }

    private static DiffOrder order(Set<String> cameras) {
        return new DiffOrder("live", "night", 0.5, cameras, 12, Duration.ofSeconds(1));
    }

    private static DiffReport report(long both, List<String> missing) {
        return new DiffReport(
                Set.of("a 1"), Set.of("b 2"), both, 1, 2, 3, List.of(), ALL, List.of(FRAME), missing, List.of("yard"));
    }
}
