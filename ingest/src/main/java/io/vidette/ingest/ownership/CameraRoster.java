package io.vidette.ingest.ownership;

import io.vidette.topology.message.CameraSpec;
import io.vidette.topology.serde.JsonSerde;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cameras of the partitions that this node owns. A partition's past is gathered first and only its outcome acted on:
 * otherwise each old record of a camera would start and stop a reader.
 *
 * <p>Threading: the consumer's thread alone.
 */
final class CameraRoster {
    private static final Logger LOG = LoggerFactory.getLogger(CameraRoster.class);

    private final CameraCrew crew;
    private final JsonSerde<CameraSpec> serde = new JsonSerde<>(CameraSpec.class, CameraSpec.SCHEMA);
    /** Partitions whose past is still being read, with the newest record of each camera. */
    private final Map<TopicPartition, Map<String, Optional<byte[]>>> gathering = new HashMap<>();
    /** Cameras at work, by partition. */
    private final Map<TopicPartition, Set<String>> attached = new HashMap<>();

    CameraRoster(CameraCrew crew) {
        this.crew = crew;
    }

    void assigned(TopicPartition partition) {
        gathering.put(partition, new LinkedHashMap<>());
        attached.put(partition, new HashSet<>());
    }

    /** Partitions that this node owns. */
    Set<TopicPartition> partitions() {
        return Set.copyOf(attached.keySet());
    }

    /** Partitions whose past is still being read. */
    Set<TopicPartition> gathering() {
        return Set.copyOf(gathering.keySet());
    }

    void read(ConsumerRecord<String, byte[]> message, TopicPartition partition) {
        String camera = message.key();
        if (camera == null || camera.isBlank()) {
            LOG.warn(
                    "{} offset {}: a record without a camera's name as its key is ignored",
                    partition,
                    message.offset());
            return;
        }
        Map<String, Optional<byte[]>> past = gathering.get(partition);
        if (past != null) {
            past.put(camera, Optional.ofNullable(message.value()));
        } else {
            apply(partition, camera, message.value());
        }
    }

    /** The past of a partition has been read to its end. */
    void caughtUp(TopicPartition partition) {
        Map<String, Optional<byte[]>> past = gathering.remove(partition);
        if (past != null) {
            past.forEach((camera, spec) -> apply(partition, camera, spec.orElse(null)));
            LOG.info(
                    "reading {} cameras of {}",
                    attached.getOrDefault(partition, Set.of()).size(),
                    partition);
        }
    }

    private void apply(TopicPartition partition, String camera, byte @Nullable [] spec) {
        Set<String> cameras = attached.get(partition);
        if (cameras == null) {
            return;
        }
        if (spec == null) {
            if (cameras.remove(camera)) {
                crew.detach(Set.of(camera), Optional.of("camera was removed"), true);
            }
            return;
        }
        cameras.add(camera);
        try {
            CameraSpec parsed = serde.deserialize(partition.topic(), spec);
            if (parsed != null) {
                crew.attach(camera, parsed);
            }
        } catch (SerializationException e) {
            crew.refuse(camera, RefusalText.of(e));
        }
    }

    /** The partitions are another node's now; returns when their cameras are read no more. */
    void revoked(Collection<TopicPartition> partitions, Optional<String> farewell, boolean drain) {
        Set<String> leaving = new HashSet<>();
        for (TopicPartition partition : partitions) {
            gathering.remove(partition);
            Set<String> cameras = attached.remove(partition);
            if (cameras != null) {
                leaving.addAll(cameras);
            }
        }
        if (!leaving.isEmpty()) {
            crew.detach(leaving, farewell, drain);
        }
    }
}
