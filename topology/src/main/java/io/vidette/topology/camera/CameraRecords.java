package io.vidette.topology.camera;

import io.vidette.topology.compacted.CompactedTopic;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** How the records of the camera topics are read. The key of a record is the camera's name. */
public final class CameraRecords {
    private static final JsonSerde<CameraSpec> SPEC = new JsonSerde<>(CameraSpec.class, CameraSpec.SCHEMA);
    private static final JsonSerde<CameraStatus> STATUS = new JsonSerde<>(CameraStatus.class, CameraStatus.SCHEMA);

    private CameraRecords() {}

    /** The cameras that are attached. */
    public static CompactedTopic<String, CameraSpec> specs(Topics topics) {
        return new CompactedTopic<>(topics.cameras(), CameraRecords::name, explained(SPEC));
    }

    /** What the nodes report about the cameras. */
    public static CompactedTopic<String, CameraStatus> statuses(Topics topics) {
        return new CompactedTopic<>(topics.cameraStatus(), CameraRecords::name, explained(STATUS));
    }

    private static String name(String topic, byte[] key) {
        String name = new String(key, StandardCharsets.UTF_8);
        if (name.isBlank()) {
            throw new SerializationException("its key, the camera's name, is blank");
        }
        return name;
    }

    private static <V> Deserializer<V> explained(JsonSerde<V> serde) {
        return (topic, value) -> {
            try {
                return Objects.requireNonNull(serde.deserialize(topic, value));
            } catch (SerializationException e) {
                throw new SerializationException(RefusalText.of(e));
            }
        };
    }
}
