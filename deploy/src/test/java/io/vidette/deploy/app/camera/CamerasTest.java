package io.vidette.deploy.app.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.camera.CameraDirectory.Camera;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.serde.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CamerasTest {
    private static final CameraSpec SPEC = CameraSpec.of("rtsp://10.0.0.5/stream");

    @Test
    void removesOnlyThePasswordOfTheCameraItself() {
        assertThat(Cameras.hasOwnSecret(
                        camera(Optional.of(SPEC.change(CameraSpec::credentials).to(Optional.of("gate"))))))
                .isTrue();
        assertThat(Cameras.hasOwnSecret(
                        camera(Optional.of(SPEC.change(CameraSpec::credentials).to(Optional.of("all"))))))
                .isFalse();
        assertThat(Cameras.hasOwnSecret(camera(Optional.of(SPEC)))).isFalse();
    }

    @Test
    void namesACameraWithAnUnreadableRecord() {
        assertThatThrownBy(() -> Cameras.spec(camera(Optional.empty())))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("camera 'gate' cannot be read (not valid JSON)");
        assertThat(Cameras.spec(camera(Optional.of(SPEC)))).isEqualTo(SPEC);
    }

    @Test
    void writesItsReportWithStableFieldNames() throws Exception {
        assertThat(Json.mapper().writeValueAsString(new RemovedCamera("gate", true, true)))
                .isEqualTo("{\"name\":\"gate\",\"removed\":true}");
    }

    private static Camera camera(Optional<CameraSpec> spec) {
        return new Camera("gate", spec, Optional.of("not valid JSON"), Optional.empty());
    }
}
