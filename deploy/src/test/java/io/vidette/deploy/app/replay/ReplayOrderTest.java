package io.vidette.deploy.app.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.replay.FramePosition;
import io.vidette.topology.replay.ReplayReport;
import io.vidette.topology.replay.ReplayRequest;
import io.vidette.topology.serde.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReplayOrderTest {
    private static final FramePosition EARLIEST = new FramePosition.Earliest();
    private static final FramePosition LATEST = new FramePosition.Latest();
    private static final String HASH = "0123456789abcdef".repeat(4);

    @Test
    void refusesAnEmptyRangeAndAnInvalidTopicName() {
        FramePosition early = FramePosition.parse("100", Instant.EPOCH);
        FramePosition late = FramePosition.parse("200", Instant.EPOCH);

        assertThatThrownBy(() -> order(late, early, Optional.empty())).hasMessageContaining("range is empty");
        assertThatThrownBy(() -> order(EARLIEST, LATEST, Optional.of("a/b"))).hasMessageContaining("'a/b'");
        assertThatThrownBy(() -> order(EARLIEST, LATEST, Optional.of("live"))).hasMessageContaining("'live'");
        assertThat(order(early, late, Optional.of("night")).name()).contains("night");
    }

    @Test
    void namesAReplayAfterItsModel() {
        assertThat(ReplayJob.name(new ModelId("my model", HASH))).isEqualTo("my-model-01234567");
        assertThatThrownBy(() -> ReplayJob.name(new ModelId("-", HASH))).isInstanceOf(UserError.class);
    }

    @Test
    void writesItsReportWithStableFieldNames() {
        ReplayRequest request = new ReplayRequest(
                "night", new ModelId("m", HASH), "image size 640", EARLIEST, "earliest", LATEST, Set.of(), 8, false);
        ReplayReport report = new ReplayReport(Map.of("detected", 10L), 2, 5, 3, Set.of("yard", "gate"), true);

        JsonNode json = Json.mapper().valueToTree(ReplayOutcome.of(request, "vidette.replay.night", report));

        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "name",
                        "topic",
                        "model",
                        "finished",
                        "frames",
                        "verdicts",
                        "gone",
                        "unseenCameras",
                        "passedBefore",
                        "seconds",
                        "framesPerSecond");
        assertThat(json.get("unseenCameras")).hasToString("[\"gate\",\"yard\"]");
        assertThat(json.get("framesPerSecond").asDouble()).isEqualTo(2);
    }

    private static ReplayOrder order(FramePosition from, FramePosition to, Optional<String> name) {
        return new ReplayOrder(from, "earliest", to, Set.of(), name, false);
    }
}
