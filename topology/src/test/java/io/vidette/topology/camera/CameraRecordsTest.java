package io.vidette.topology.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.compacted.CompactedTopic;
import io.vidette.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CameraRecordsTest {
    private static final CompactedTopic<String, CameraSpec> SPECS = CameraRecords.specs(Topics.DEFAULT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://user:hunter2@10.0.0.7/",
                "[1,2]",
                "null",
                "",
                "{\"url\":\"rtsp://user:hunter2@10.0.0.7/\"}",
                "{\"url\":\"synthetic:\",\"schema\":\"vidette.cameras/2\"}",
                "{\"url\":\"synthetic:new\",\"areas\":{\"zones\":[{\"name\":\"door\",\"points\":[[0,0],[1,1],[1,0],[0,1]]}]}}",
                "{\"url\":\"synthetic:new\",\"areas\":{\"lines\":[{\"name\":\"kerb\",\"points\":[[0,0],[7,1]]}]}}",
                "{\"url\":\"synthetic:new\",\"areas\":7}"
            })
    void refusesAnInvalidRecordInOneLineWithoutSecrets(String invalid) {
        byte[] value = invalid.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> SPECS.values().deserialize(SPECS.name(), value))
                .isInstanceOf(SerializationException.class)
                .satisfies(thrown ->
                        assertThat(thrown.getMessage()).hasLineCount(1).doesNotContain("hunter2"));
    }

    @Test
    void refusesABlankName() {
        assertThatThrownBy(() -> SPECS.keys().deserialize(SPECS.name(), new byte[] {' '}))
                .isInstanceOf(SerializationException.class);
    }
}
