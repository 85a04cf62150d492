package io.vidette.topology.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.topology.zone.Areas;
import io.vidette.topology.zone.Line;
import io.vidette.topology.zone.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class CameraSpecTest {
    private static final Areas DRAWN = new Areas(
            List.of(), List.of(new Line("kerb", List.of(new Point(0, 0.5), new Point(1, 0.5)), List.of())), List.of());

    @Test
    void aCameraIsReadOnWhenSomethingIsDrawnOnIt() {
        CameraSpec spec = CameraSpec.of("rtsp://10.0.0.7/main");
        assertThat(spec.withAreas(DRAWN).isReadAs(spec)).isTrue();
        assertThat(spec.isReadAs(spec.withAreas(DRAWN))).isTrue();
        assertThat(spec.withAreas(DRAWN).isReadAs(spec.withFps(5))).isFalse();
    }

    @Test
    void otherChangesKeepWhatIsDrawn() {
        CameraSpec spec = CameraSpec.of("rtsp://10.0.0.7/main").withAreas(DRAWN);
        assertThat(List.of(
                        spec.withFps(5),
                        spec.withCredentials("gate"),
                        spec.withMotion(MotionGate.DEFAULT),
                        spec.withAdmission(Admission.DEFAULT)))
                .extracting(CameraSpec::areas)
                .allSatisfy(areas -> assertThat(areas).contains(DRAWN));
        assertThat(spec.withAreas(Areas.NONE).areas()).isEmpty();
    }
}
