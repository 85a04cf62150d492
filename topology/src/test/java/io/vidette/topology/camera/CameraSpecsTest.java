package io.vidette.topology.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CameraSpecsTest {
    private final CameraSpecs specs = new CameraSpecs("vidette.cameras");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[1,2]",
                "null",
                "",
                "{\"url\":\"synthetic:\",\"schema\":\"vidette.cameras/2\"}",
                "{\"url\":\"synthetic:new\",\"areas\":{\"zones\":[{\"name\":\"door\",\"points\":[[0,0],[1,1],[1,0],[0,1]]}]}}",
                "{\"url\":\"synthetic:new\",\"areas\":{\"lines\":[{\"name\":\"kerb\",\"points\":[[0,0],[7,1]]}]}}",
                "{\"url\":\"synthetic:new\",\"areas\":7}"
            })
    void aRecordThatCannotBeUsedLeavesTheLastGoodOneInForce(String bad) {
        specs.begin();
        read("gate", "{\"url\":\"synthetic:old\"}");
        read("gate", bad);
        read("yard", bad);
        specs.caughtUp();
        assertThat(url("gate")).isEqualTo("synthetic:old");
        assertThat(specs.spec("yard")).isEmpty();
        read("gate", bad);
        assertThat(url("gate")).isEqualTo("synthetic:old");
        read("gate", "{\"url\":\"synthetic:new\"}");
        assertThat(url("gate")).isEqualTo("synthetic:new");
        // Read once more from the beginning, where the good record was compacted away.
        specs.begin();
        read("gate", bad);
        specs.caughtUp();
        assertThat(url("gate")).isEqualTo("synthetic:new");
    }

    @Test
    void thePastIsNotLivedThroughOnceMore() {
        specs.begin();
        read("gate", "{\"url\":\"synthetic:one\"}");
        assertThat(specs.spec("gate")).isEmpty();
        read("gate", "{\"url\":\"synthetic:two\"}");
        read("yard", "{\"url\":\"synthetic:yard\"}");
        specs.caughtUp();
        specs.begin();
        read("gate", "{\"url\":\"synthetic:one\"}");
        assertThat(url("gate")).isEqualTo("synthetic:two");
        read("gate", "{\"url\":\"synthetic:three\"}");
        specs.read("yard", null);
        read("yard", "torn");
        specs.caughtUp();
        assertThat(url("gate")).isEqualTo("synthetic:three");
        assertThat(specs.spec("yard")).isEmpty();
        specs.read("gate", null);
        assertThat(specs.spec("gate")).isEmpty();
    }

    private String url(String camera) {
        return specs.spec(camera).map(CameraSpec::url).orElseThrow();
    }

    private void read(String camera, String json) {
        specs.read(camera, json.getBytes(StandardCharsets.UTF_8));
    }
}
