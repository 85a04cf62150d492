package io.vidette.topology.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.camera.CameraSpec;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSerdeTest {
    private final JsonSerde<CameraSpec> serde = new JsonSerde<>(CameraSpec.class, CameraSpec.SCHEMA);

    @Test
    void usesDefaultsForAbsentFields() {
        assertThat(read("{\"url\":\"rtsp://10.0.0.7/main\"}")).isEqualTo(CameraSpec.of("rtsp://10.0.0.7/main"));
    }

    @Test
    void ignoresUnknownFields() {
        assertThat(read("{\"url\":\"synthetic:\",\"colour\":\"red\"}").url()).isEqualTo("synthetic:");
    }

    @Test
    void refusesAnUnknownMajorVersion() {
        assertThatThrownBy(() -> read("{\"schema\":\"vidette.cameras/2\",\"url\":\"synthetic:\"}"))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("vidette.cameras/2")
                .hasMessageContaining("upgrade");
    }

    @Test
    void refusesInvalidJsonInOneLine() {
        assertThatThrownBy(() -> read("not json\nat all"))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("vidette.cameras")
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | an object {...} is needed",
                "{\"url\":{}} | text is needed in url",
                "{\"transport\":\"rdp\"} | one of tcp, udp is needed in transport",
                "{\"areas\":7} | an object {...} is needed in areas",
                "{\"areas\":{\"zones\":[{\"name\":\"a\",\"points\":[[\"x\",0]]}]}} | a number is needed in areas.zones.points",
                "{\"url\": | not valid JSON: it ends before all that was begun is closed"
            })
    void describesErrorsWithoutJavaTypes(String json, String reason) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(SerializationException.class)
                .hasMessageStartingWith("record on vidette.cameras is not a vidette.cameras/1: " + reason)
                .message()
                .doesNotContain("`", "io.vidette.", "Source");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp://me:hunter2@10.0.0.7/main", "rtsp://me:hunter2/x@10.0.0.7/main"})
    void refusesAPasswordInAUrlWithoutShowingIt(String url) {
        assertThatThrownBy(() -> read("{\"url\":\"" + url + "\"}"))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("credentials")
                .message()
                .doesNotContain("hunter2");
    }

    private CameraSpec read(String json) {
        return Objects.requireNonNull(serde.deserialize("vidette.cameras", json.getBytes(StandardCharsets.UTF_8)));
    }
}
