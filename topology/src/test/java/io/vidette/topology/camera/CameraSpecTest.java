package io.vidette.topology.camera;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vidette.topology.serde.Json;
import io.vidette.topology.zone.Areas;
import io.vidette.topology.zone.Line;
import io.vidette.topology.zone.Point;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CameraSpecTest {
    private static final Areas DRAWN = new Areas(
            List.of(), List.of(new Line("kerb", List.of(new Point(0, 0.5), new Point(1, 0.5)), List.of())), List.of());

    @Test
    void needsNoReconnectWhenOnlyItsAreasChange() {
        CameraSpec spec = CameraSpec.of("rtsp://10.0.0.7/main");
        assertThat(spec.withAreas(DRAWN).isReadAs(spec)).isTrue();
        assertThat(spec.isReadAs(spec.withAreas(DRAWN))).isTrue();
        assertThat(spec.withAreas(DRAWN).isReadAs(spec.change(CameraSpec::fps).to(5.0)))
                .isFalse();
    }

    @Test
    void keepsAllOtherSettingsOnAChange() throws IOException {
        // The message has every setting by name, none of them as it is by default.
        String record = """
                {"schema": "vidette.cameras/1", "url": "rtsp://10.0.0.7/main", "credentials": "gate", "transport": "udp",
                 "fps": 5.0, "maxSide": 320, "jpegQuality": 70, "pace": "fast", "loop": true, "verifyTls": false,
                 "motion": {"stillFps": 0.1, "area": 0.5, "hold": "1m"},
                 "admission": {"policy": "newest", "maxAge": "500ms", "priority": "low"},
                 "areas": {"zones": [], "masks": [],
                  "lines": [{"name": "kerb", "points": [[0.0, 0.5], [1.0, 0.5]], "classes": []}]}}""";
        ObjectMapper mapper = Json.mapper();
        CameraSpec spec = mapper.readValue(record, CameraSpec.class);
        JsonNode written = mapper.readTree(mapper.writeValueAsBytes(spec));
        assertThat(written).isEqualTo(mapper.readTree(record));
        assertThat(spec.change(CameraSpec::fps).to(spec.fps())).isEqualTo(spec);
        assertThat(spec.change(CameraSpec::fps).to(6.0)).isNotEqualTo(spec);
        assertThat(spec.change(CameraSpec::fps).to(6.0).change(CameraSpec::fps).to(5.0))
                .isEqualTo(spec);
    }

    @Test
    void keepsItsAreasOnOtherChanges() {
        CameraSpec spec = CameraSpec.of("rtsp://10.0.0.7/main").withAreas(DRAWN);
        assertThat(List.of(
                        spec.change(CameraSpec::fps).to(5.0),
                        spec.change(CameraSpec::credentials).to(Optional.of("gate")),
                        spec.change(CameraSpec::motion).to(Optional.of(MotionGate.DEFAULT)),
                        spec.change(CameraSpec::admission).to(Admission.DEFAULT)))
                .extracting(CameraSpec::areas)
                .allSatisfy(areas -> assertThat(areas).contains(DRAWN));
        assertThat(spec.withAreas(Areas.NONE).areas()).isEmpty();
    }
}
