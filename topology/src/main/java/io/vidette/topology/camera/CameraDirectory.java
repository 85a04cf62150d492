package io.vidette.topology.camera;

import io.vidette.topology.client.KafkaClients;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.compacted.Latest;
import io.vidette.topology.compacted.TopicSnapshot;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cameras that are attached, as the cameras topic has them. The topics must exist. */
public final class CameraDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(CameraDirectory.class);
    private static final JsonSerde<CameraSpec> SPEC = new JsonSerde<>(CameraSpec.class, CameraSpec.SCHEMA);

    private final KafkaConnection connection;
    private final Topics topics;

    public CameraDirectory(KafkaConnection connection, Topics topics) {
        this.connection = connection;
        this.topics = topics;
    }

    /**
     * A camera on the topic.
     *
     * @param spec of its last valid record, which is in force; absent if Kafka has none
     * @param problem why its newest record is invalid; absent if it is valid
     * @param status the latest; absent if no node has reported one that this version reads
     */
    public record Camera(
            String name, Optional<CameraSpec> spec, Optional<String> problem, Optional<CameraStatus> status) {}

    /**
     * Attaches a camera, or changes how it is read, and returns when Kafka has it. Zones, lines and masks of its last valid
     * record stay.
     *
     * @return the record as it is now
     */
    public CameraSpec attach(String name, CameraSpec spec) {
        Optional<Camera> before = find(name, list());
        before.filter(camera -> camera.spec().isEmpty())
                .flatMap(Camera::problem)
                .ifPresent(problem -> LOG.warn(
                        "camera '{}': its zones, lines and masks are not kept, because Kafka has no valid record of it: {};"
                                + " draw them again with 'vidette camera zones'",
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
     * @throws UserError that lists the existing cameras, if none has that name
     */
    public Camera get(String name) {
        List<Camera> all = list();
        return find(name, all).orElseThrow(() -> new UserError("no camera '" + name + "'; " + known(all)));
    }

    /** Attaches a camera, or changes it, and returns when Kafka has it. */
    public void put(String name, CameraSpec spec) {
        send("attach the camera '" + name + "'", CameraName.check(name), SPEC.serialize(topics.cameras(), spec));
    }

    /** Detaches a camera and returns when Kafka has acknowledged it. Has no effect if there is no such camera. */
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
        Map<String, Latest<CameraSpec>> specs = new TreeMap<>(snapshot.latest(CameraRecords.specs(topics)));
        Map<String, Latest<CameraStatus>> statuses = snapshot.latest(CameraRecords.statuses(topics));
        List<Camera> cameras = new ArrayList<>();
        specs.forEach((name, spec) ->
                cameras.add(new Camera(name, spec.value(), spec.problem(), status(statuses.get(name)))));
        return cameras;
    }

    /** A status that another version of a node wrote, and that this version cannot read, is left out. */
    private static Optional<CameraStatus> status(@Nullable Latest<CameraStatus> latest) {
        return latest == null || latest.problem().isPresent() ? Optional.empty() : latest.value();
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

    private void send(String attempt, String key, byte @Nullable [] value) {
        try (Producer<String, byte[]> producer = KafkaClients.of(connection).commandProducer(connection.patience())) {
            producer.send(new ProducerRecord<>(topics.cameras(), key, value)).get();
        } catch (ExecutionException | KafkaException e) {
            throw connection.explain(attempt, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while talking to Kafka", e);
        }
    }
}
