package io.vidette.topology.camera;

import io.vidette.topology.serde.JsonSerde;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The specs that the records of the cameras topic come to. While the topic is read from its beginning, as at the start and
 * after a failure, what was known before stays in force: the past must not be lived through once more.
 *
 * <p>Threading: {@link #spec} by any; all else by the one thread that reads.
 */
final class CameraSpecs {
    private static final Logger LOG = LoggerFactory.getLogger(CameraSpecs.class);

    private final String topic;
    private final JsonSerde<CameraSpec> serde = new JsonSerde<>(CameraSpec.class, CameraSpec.SCHEMA);
    private volatile Map<String, CameraSpec> current = new ConcurrentHashMap<>();
    /** What the records from the beginning on come to; empty for a camera that was detached. */
    private @Nullable Map<String, Optional<CameraSpec>> past;

    CameraSpecs(String topic) {
        this.topic = topic;
    }

    /** A camera's spec; empty for one that is not attached. */
    Optional<CameraSpec> spec(String camera) {
        return Optional.ofNullable(current.get(camera));
    }

    /** The topic is read from its beginning from here on. */
    void begin() {
        past = new HashMap<>();
    }

    /** All that was on the topic has been read. */
    void caughtUp() {
        Map<String, Optional<CameraSpec>> read = past;
        if (read != null) {
            Map<String, CameraSpec> specs = new ConcurrentHashMap<>();
            read.forEach((camera, spec) -> spec.ifPresent(known -> specs.put(camera, known)));
            current = specs;
            past = null;
        }
    }

    /** Takes a record. One that cannot be used changes nothing: the last good one stays in force. */
    void read(String camera, byte @Nullable [] value) {
        Map<String, Optional<CameraSpec>> reading = past;
        try {
            Optional<CameraSpec> spec = Optional.ofNullable(serde.deserialize(topic, value));
            if (reading != null) {
                reading.put(camera, spec);
            } else if (spec.isPresent()) {
                current.put(camera, spec.get());
            } else {
                current.remove(camera);
            }
        } catch (SerializationException e) {
            LOG.warn("camera '{}' keeps its settings, its new record is refused: {}", camera, RefusalText.of(e));
            if (reading != null) {
                reading.putIfAbsent(camera, spec(camera));
            }
        }
    }
}
