package io.vidette.topology.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.vidette.topology.camera.Admission;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.CameraStatus;
import io.vidette.topology.camera.MotionGate;
import io.vidette.topology.serde.Json;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.zone.Areas;
import io.vidette.topology.zone.Line;
import io.vidette.topology.zone.Mask;
import io.vidette.topology.zone.Point;
import io.vidette.topology.zone.Zone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each message, as written, keeps to its published schema and reads back as it was. */
class SchemaTest {
    private static final FrameId ID = new FrameId("vidette.frames", 3, 17);
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");

    @Test
    void matchesDetectedVerdicts() throws IOException {
        Detection person = new Detection(0, "person", 0.82f, new Box(1, 2, 3.5f, 4));
        check(
                "detections",
                new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA),
                new FrameVerdict.Detected(
                        ID,
                        "gate",
                        5,
                        Optional.of(AT),
                        CaptureClock.RTCP,
                        640,
                        360,
                        new ModelId("yolov5n", "a".repeat(64)),
                        List.of(person)));
    }

    @Test
    void matchesSkippedVerdicts() throws IOException {
        check(
                "detections",
                new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA),
                new FrameVerdict.Skipped(ID, "gate", Optional.of(AT), "stale"));
    }

    @Test
    void matchesRejectedVerdicts() throws IOException {
        check(
                "detections",
                new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA),
                new FrameVerdict.Rejected(ID, "gate", Optional.empty(), "no JPEG"));
    }

    @Test
    void matchesCameraRecords() throws IOException {
        check("cameras", new JsonSerde<>(CameraSpec.class, CameraSpec.SCHEMA), CameraSpec.of("rtsp://10.0.0.7/main"));
        check(
                "cameras",
                new JsonSerde<>(CameraSpec.class, CameraSpec.SCHEMA),
                CameraSpec.of("rtsp://10.0.0.7/main")
                        .change(CameraSpec::motion)
                        .to(Optional.of(MotionGate.DEFAULT))
                        .change(CameraSpec::admission)
                        .to(new Admission(Admission.Policy.NEWEST, Duration.ofMillis(500), Admission.Priority.LOW))
                        .withAreas(new Areas(
                                List.of(new Zone(
                                        "door",
                                        List.of(new Point(0.1, 0.2), new Point(0.5, 0.2), new Point(0.5, 1)),
                                        List.of("person"),
                                        0.1,
                                        Optional.of(Duration.ofSeconds(30)))),
                                List.of(new Line(
                                        "kerb", List.of(new Point(0, 0.5), new Point(1, 0.5)), List.of("car"))),
                                List.of(new Mask(
                                        "tree", List.of(new Point(0, 0), new Point(0.1, 0), new Point(0, 0.1)))))));
    }

    @Test
    void matchesCameraStatusRecords() throws IOException {
        check(
                "camera-status",
                new JsonSerde<>(CameraStatus.class, CameraStatus.SCHEMA),
                new CameraStatus(
                        "gate",
                        CameraStatus.State.REFUSED,
                        Optional.of("401; check user and password"),
                        AT,
                        "node-1",
                        0,
                        10,
                        2,
                        3));
    }

    private static final ObjectSummary OBJECT = new ObjectSummary(
            new ObjectId("gate/north", ID, 2),
            "gate/north",
            0,
            "person",
            new ModelId("yolov5n", "a".repeat(64)),
            AT,
            AT.plusSeconds(3),
            17,
            0.5f,
            new Box(1, 2, 3.5f, 4),
            0.9f,
            new Box(2, 3, 4, 5),
            List.of(new PathPoint(AT, 2.5f, 3)));
    private static final Set<ObjectEvent.Type> IN_PLACE = EnumSet.range(ObjectEvent.Type.ENTER, ObjectEvent.Type.CROSS);

    @Test
    void hasAllEventFieldsOnOneLevel() {
        JsonSerde<ObjectEvent> serde = new JsonSerde<>(ObjectEvent.class, ObjectEvent.SCHEMA);
        ObjectEvent end = new ObjectEvent.Ended(OBJECT, ObjectEvent.EndReason.LOST);
        byte[] json = Objects.requireNonNull(serde.serialize("topic", end));
        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo("""
                        {"type":"end","id":"gate/north/%s/2","camera":"gate/north","classId":0,"label":"person",\
                        "model":{"name":"yolov5n","sha256":"%s"},"firstSeen":"%s","lastSeen":"%s","detections":17,\
                        "score":0.5,"box":{"x1":1.0,"y1":2.0,"x2":3.5,"y2":4.0},"bestScore":0.9,\
                        "bestBox":{"x1":2.0,"y1":3.0,"x2":4.0,"y2":5.0},"path":[{"at":"%s","x":2.5,"y":3.0}],\
                        "reason":"lost","schema":"vidette.events/1"}""".formatted(ID, "a".repeat(64), AT, AT.plusSeconds(3), AT));
    }

    @Test
    void matchesEvents() throws IOException {
        for (ObjectEvent.Type type : ObjectEvent.Type.values()) {
            check(
                    "events",
                    new JsonSerde<>(ObjectEvent.class, ObjectEvent.SCHEMA),
                    ObjectEvent.of(
                            type,
                            OBJECT,
                            type == ObjectEvent.Type.END ? Optional.of(ObjectEvent.EndReason.LOST) : Optional.empty(),
                            IN_PLACE.contains(type) ? Optional.of(passage(type)) : Optional.empty()));
        }
    }

    @Test
    void matchesCounts() throws IOException {
        JsonSerde<WindowCount> serde = new JsonSerde<>(WindowCount.class, WindowCount.SCHEMA);
        Instant start = Instant.parse("2026-01-02T03:04:00Z");
        check(
                "counts",
                serde,
                new WindowCount(
                        "gate",
                        Optional.of("door"),
                        Optional.empty(),
                        "person",
                        start,
                        start.plusSeconds(60),
                        0,
                        2,
                        1,
                        2,
                        0,
                        0));
        check(
                "counts",
                serde,
                new WindowCount(
                        "gate",
                        Optional.empty(),
                        Optional.of("kerb"),
                        "car",
                        start,
                        start.plusSeconds(60),
                        1,
                        0,
                        0,
                        0,
                        3,
                        4));
    }

    private static Passage passage(ObjectEvent.Type type) {
        boolean line = type == ObjectEvent.Type.CROSS;
        return new Passage(
                "gate/north/" + ID + "/2/enter/door/19",
                line ? Optional.empty() : Optional.of("door"),
                line ? Optional.of("kerb") : Optional.empty(),
                AT.plusSeconds(3),
                line ? Optional.empty() : Optional.of(AT.plusSeconds(1)),
                line ? Optional.empty() : Optional.of(2.0),
                line ? Optional.of(Passage.Direction.OUT) : Optional.empty());
    }

    private static <T> void check(String schema, JsonSerde<T> serde, T message) throws IOException {
        byte[] json = Objects.requireNonNull(serde.serialize("topic", message));
        Path file = Path.of(System.getProperty("vidette.root", "..")).resolve("docs/schemas/" + schema + ".json");
        JsonSchema published =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(file));
        assertThat(published.validate(Json.mapper().readTree(json))).isEmpty();
        assertThat(serde.deserialize("topic", json)).isEqualTo(message);
    }
}
