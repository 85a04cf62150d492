package io.vidette.ingest.ownership;

import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.RefusalText;
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
 * otherwise each old record of a camera would start and stop a reader. A record that cannot be used changes nothing where
 * there was a good one: the camera is read on as before.
 *
 * <p>Threading: the consumer's thread alone.
 */
final class CameraRoster {
    private static final Logger LOG = LoggerFactory.getLogger(CameraRoster.class);

    private final CameraCrew crew;
    private final JsonSerde<CameraSpec> serde = new JsonSerde<>(CameraSpec.class, CameraSpec.SCHEMA);
    /** Partitions whose past is still being read, with what the records of each camera come to. */
    private final Map<TopicPartition, Map<String, Order>> gathering = new HashMap<>();
    /** Cameras with an order that stands, by partition: at work, or refused. */
    private final Map<TopicPartition, Map<String, Order>> attached = new HashMap<>();

    /** What a camera's record asks for. */
    private sealed interface Order {
        record Read(CameraSpec spec) implements Order {}

        record Refuse(String reason) implements Order {}

        record Detach() implements Order {}
    }

    CameraRoster(CameraCrew crew) {
        this.crew = crew;
    }

    void assigned(TopicPartition partition) {
        gathering.put(partition, new LinkedHashMap<>());
        attached.put(partition, new HashMap<>());
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
        Map<String, Order> past = gathering.get(partition);
        Map<String, Order> known = past != null ? past : attached.getOrDefault(partition, Map.of());
        Order order = order(partition.topic(), message.value());
        if (order instanceof Order.Refuse refusal && known.get(camera) instanceof Order.Read) {
            LOG.warn("camera '{}' is read as before, its new record is refused: {}", camera, refusal.reason());
        } else if (past != null) {
            past.put(camera, order);
        } else {
            apply(partition, camera, order);
        }
    }

    private Order order(String topic, byte @Nullable [] value) {
        try {
            CameraSpec spec = serde.deserialize(topic, value);
            return spec == null ? new Order.Detach() : new Order.Read(spec);
        } catch (SerializationException e) {
            return new Order.Refuse(RefusalText.of(e));
        }
    }

    /** The past of a partition has been read to its end. */
    void caughtUp(TopicPartition partition) {
        Map<String, Order> past = gathering.remove(partition);
        if (past != null) {
            past.forEach((camera, order) -> apply(partition, camera, order));
            int number = attached.getOrDefault(partition, Map.of()).size();
            if (number > 0) {
                LOG.info("reading {} camera{} of {}", number, number == 1 ? "" : "s", partition);
            }
        }
    }

    private void apply(TopicPartition partition, String camera, Order order) {
        Map<String, Order> cameras = attached.get(partition);
        if (cameras == null) {
            return;
        }
        if (order instanceof Order.Read read) {
            cameras.put(camera, order);
            crew.attach(camera, read.spec());
        } else if (order instanceof Order.Refuse refusal) {
            cameras.put(camera, order);
            LOG.warn("camera '{}' is refused: {}", camera, refusal.reason());
            crew.refuse(camera, refusal.reason());
        } else if (cameras.remove(camera) != null) {
            crew.detach(Set.of(camera), Optional.of("camera was removed"), true);
        }
    }

    /** The partitions are another node's now; returns when their cameras are read no more. */
    void revoked(Collection<TopicPartition> partitions, Optional<String> farewell, boolean drain) {
        Set<String> leaving = new HashSet<>();
        for (TopicPartition partition : partitions) {
            gathering.remove(partition);
            Map<String, Order> cameras = attached.remove(partition);
            if (cameras != null) {
                leaving.addAll(cameras.keySet());
            }
        }
        if (!leaving.isEmpty()) {
            crew.detach(leaving, farewell, drain);
        }
    }
}
