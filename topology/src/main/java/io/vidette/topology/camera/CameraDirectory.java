package io.vidette.topology.camera;

import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.compacted.TopicSnapshot;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cameras that are attached, as the cameras topic has them. The topics must exist. */
public final class CameraDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(CameraDirectory.class);
    private static final JsonSerde<CameraSpec> SPEC = new JsonSerde<>(CameraSpec.class, CameraSpec.SCHEMA);
    private static final JsonSerde<CameraStatus> STATUS = new JsonSerde<>(CameraStatus.class, CameraStatus.SCHEMA);

    private final KafkaConnection connection;
    private final Topics topics;

    public CameraDirectory(KafkaConnection connection, Topics topics) {
        this.connection = connection;
        this.topics = topics;
    }

    /**
     * A camera on the topic.
     *
     * @param spec absent when the record cannot be read
     * @param problem why it cannot be read
     * @param status the latest, if any node has said something yet
     */
    public record Camera(
            String name, Optional<CameraSpec> spec, Optional<String> problem, Optional<CameraStatus> status) {}

    /**
     * Attaches a camera, or changes how it is read, and returns when Kafka has it. What is drawn on its picture stays.
     *
     * @return the record as it is now
     */
    public CameraSpec attach(String name, CameraSpec spec) {
        Optional<Camera> before = find(name, list());
        before.flatMap(Camera::problem)
                .ifPresent(problem -> LOG.warn(
                        "camera '{}': what was drawn on its picture is not kept, since its record cannot be read: {};"
                                + " draw it again with 'vidette camera zones'",
                        name,
                        problem));
        CameraSpec drawn = before.flatMap(Camera::spec)
                .flatMap(CameraSpec::areas)
                .map(spec::withAreas)
                .orElse(spec);
        put(name, drawn);
        return drawn;
    }

    /**
     * A camera.
     *
     * @throws UserError naming those that there are, when there is none of that name
     */
    public Camera get(String name) {
        List<Camera> all = list();
        return find(name, all).orElseThrow(() -> new UserError("no camera '" + name + "'; " + known(all)));
    }

    /** Attaches a camera, or changes it, and returns when Kafka has it. */
    public void put(String name, CameraSpec spec) {
        send("attach the camera '" + name + "'", CameraName.check(name), SPEC.serialize(topics.cameras(), spec));
    }

    /** Detaches a camera and returns when Kafka has it. One that is not there is none the worse. */
    public void remove(String name) {
        send("detach the camera '" + name + "'", name, null);
    }

    /**
     * All cameras, by name.
     *
     * @throws UserError when Kafka cannot be reached
     */
    public List<Camera> list() {
        TopicSnapshot snapshot = new TopicSnapshot(connection);
        Map<String, byte[]> specs = snapshot.latest(topics.cameras());
        Map<String, byte[]> statuses = snapshot.latest(topics.cameraStatus());
        List<Camera> cameras = new ArrayList<>();
        specs.forEach((name, bytes) -> cameras.add(camera(name, bytes, status(statuses.get(name)))));
        return cameras;
    }

    private static Optional<Camera> find(String name, List<Camera> cameras) {
        return cameras.stream().filter(camera -> camera.name().equals(name)).findFirst();
    }

    private static String known(List<Camera> cameras) {
        return cameras.isEmpty()
                ? "there are none"
                : "known: "
                        + String.join(", ", cameras.stream().map(Camera::name).toList());
    }

    private Camera camera(String name, byte[] bytes, Optional<CameraStatus> status) {
        try {
            CameraSpec spec = Objects.requireNonNull(SPEC.deserialize(topics.cameras(), bytes));
            return new Camera(name, Optional.of(spec), Optional.empty(), status);
        } catch (SerializationException e) {
            return new Camera(name, Optional.empty(), Optional.of(String.valueOf(e.getMessage())), status);
        }
    }

    /** What an older or newer node says in words that are not understood is left out. */
    private Optional<CameraStatus> status(byte @Nullable [] bytes) {
        try {
            return Optional.ofNullable(STATUS.deserialize(topics.cameraStatus(), bytes));
        } catch (SerializationException e) {
            return Optional.empty();
        }
    }

    private void send(String attempt, String key, byte @Nullable [] value) {
        Map<String, Object> config = connection.config();
        int millis = Math.toIntExact(connection.patience().toMillis());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(millis, 10_000));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        try (Producer<String, byte[]> producer =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topics.cameras(), key, value)).get();
        } catch (ExecutionException | KafkaException e) {
            throw connection.explain(attempt, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while talking to Kafka", e);
        }
    }
}
