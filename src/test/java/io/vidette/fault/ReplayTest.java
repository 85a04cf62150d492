package io.vidette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.KafkaUnderTest;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.detect.BatchOutcome;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.detect.FrameOutcome;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.Box;
import io.vidette.topology.message.CaptureClock;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.replay.FramePosition;
import io.vidette.topology.replay.Replay;
import io.vidette.topology.replay.ReplayReport;
import io.vidette.topology.replay.ReplayRequest;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.TopicPlan;
import io.vidette.topology.topic.TopicSettings;
import io.vidette.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ranges of the frames topic, judged again. */
@ExtendWith(KafkaUnderTest.class)
class ReplayTest {
    private static final int BATCH = 4;
    private static final List<String> CAMERAS = List.of("gate", "yard", "door");

    private final KafkaConnection kafka;
    private Topics topics;

    ReplayTest(KafkaConnection kafka) {
        this.kafka = kafka;
        topics = TestTopics.create(kafka, "replay");
    }

    /** Thirty frames of each camera, and one record that is none. */
    @BeforeEach
    void publish() throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka.config(), new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < 30; i++) {
                for (String camera : CAMERAS) {
                    byte[] picture = (camera + i).getBytes(StandardCharsets.UTF_8);
                    ProducerRecord<String, byte[]> frame =
                            new ProducerRecord<>(topics.frames(), CAMERAS.indexOf(camera) / 2, camera, picture);
                    new FrameHeaders(i, Instant.EPOCH.plusSeconds(i), CaptureClock.ARRIVAL, 64, 48, 64, 48, 0)
                            .writeTo(frame.headers());
                    producer.send(frame).get();
                }
            }
            producer.send(new ProducerRecord<>(topics.frames(), 0, "gate", new byte[1]))
                    .get();
        }
    }

    @Test
    void detectsEveryFrameOnceInOrderAndInFullBatches() {
        Model model = new Model();
        ReplayReport report = run(request("all", Set.of(), "earliest"), model);

        assertThat(report.verdicts()).containsEntry("detected", 90L).containsEntry("rejected", 1L);
        assertThat(report.gone()).isZero();
        List<FrameVerdict> verdicts = verdicts("all");
        assertThat(verdicts.stream().map(verdict -> verdict.id().toString()))
                .hasSize(91)
                .doesNotHaveDuplicates();
        for (int partition : List.of(0, 1)) {
            assertThat(verdicts.stream()
                            .filter(verdict -> verdict.id().partition() == partition)
                            .map(verdict -> verdict.id().offset()))
                    .isSorted();
        }
        // 61 records of one partition, the last of them no frame, and 30 of the other.
        assertThat(model.batches.stream().filter(size -> size == BATCH)).hasSize(15 + 7);
    }

    @Test
    void writesTheSameBytesForTheSameRequest() {
        run(request("first", Set.of(), "earliest"), new Model());
        run(request("second", Set.of(), "earliest"), new Model());

        assertThat(raw("first")).isEqualTo(raw("second")).hasSize(91);
    }

    @Test
    void resumesAfterAStopWithTheSameBatches() {
        run(request("whole", Set.of(), "earliest"), new Model());
        for (int seed = 0; seed < 2; seed++) {
            String name = "parts" + seed;
            Random random = new Random(seed);
            long seen = 0;
            for (int run = 0; run < 20 && seen < 91; run++) {
                AtomicReference<Replay> replay = new AtomicReference<>();
                int stopAfter = 1 + random.nextInt(5);
                Model model = new Model() {
                    @Override
                    public BatchOutcome detect(List<byte[]> jpegs) {
                        BatchOutcome outcomes = super.detect(jpegs);
                        if (batches.size() >= stopAfter) {
                            Objects.requireNonNull(replay.get()).stop();
                        }
                        return outcomes;
                    }
                };
                Replay part = replay(request(name, Set.of(), "earliest"), model);
                replay.set(part);
                ReplayReport report = part.run((done, total) -> {});
                seen += report.frames();
                assertThat(report.finished())
                        .as("seed %d, run %d, after %d frames", seed, run, seen)
                        .isEqualTo(seen == 91);
            }
            assertThat(raw(name)).as("stopped with seed %d", seed).isEqualTo(raw("whole"));
        }
    }

    @Test
    void detectsOnSelectedCamerasFromAnOffset() {
        ReplayReport report = run(
                new ReplayRequest(
                        "some",
                        Model.ID,
                        "image size 640",
                        new FramePosition.Offset(10),
                        "10",
                        new FramePosition.Offset(20),
                        Set.of("yard", "door", "no-such"),
                        BATCH,
                        false),
                new Model());

        assertThat(report.frames()).isEqualTo(5 + 10);
        assertThat(report.unseen()).containsExactly("no-such");
        assertThat(verdicts("some"))
                .extracting(FrameVerdict::camera)
                .containsOnly("yard", "door")
                .hasSize(15);
    }

    @Test
    void refusesToResumeWithAnotherRequest() {
        run(request("begun", Set.of("gate"), "earliest"), new Model());

        Map<ReplayRequest, String> others = Map.of(
                request("begun", Set.of("yard"), "earliest"), "with cameras gate, and this run has cameras yard",
                request("begun", Set.of(), "earliest"), "with cameras gate, and this run has all cameras",
                request("begun", Set.of("gate"), "1"), "with --from earliest, and this run has --from 1",
                request("begun", Set.of("gate"), "earliest", "image size 320"),
                        "with image size 640, and this run has image size 320",
                request("begun", Set.of("gate"), "earliest", "image size 640, many labels"), "without many labels");
        others.forEach((other, difference) -> assertThatThrownBy(() -> run(other, new Model()))
                .isInstanceOf(UserError.class)
                .hasMessage("the replay 'begun' was begun " + difference
                        + "; give it another name with --name, or start it from the beginning with --restart"));
    }

    @Test
    void reportsARangeWithoutFrames() {
        assertThatThrownBy(() -> run(request("none", Set.of(), "latest"), new Model()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no frame in this range")
                .hasMessageContaining("--from");
        assertThatThrownBy(() -> run(request("nobody", Set.of("no-such"), "earliest"), new Model()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("of the cameras no-such");
        try (TopicAdmin admin = new TopicAdmin(kafka)) {
            assertThat(admin.namesFrom(topics.replay(""))).isEmpty();
        }
        assertThat(run(request("nobody", Set.of("gate"), "earliest"), new Model())
                        .frames())
                .as("the name is still free")
                .isEqualTo(31);
    }

    @Test
    void refusesInvalidNames() {
        for (String name : List.of("", ".", "..", "-x", "a b", "a".repeat(101), "live")) {
            assertThatThrownBy(() -> request(name, Set.of(), "earliest"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("--name");
        }
    }

    @Test
    void recognisesARangeThatEndsBeforeItStarts() {
        Instant now = Instant.now();
        for (List<String> range : List.of(List.of("30", "10"), List.of("30", "30"), List.of("1h", "2h"))) {
            FramePosition from = FramePosition.parse(range.get(0), now);
            FramePosition to = FramePosition.parse(range.get(1), now);
            assertThat(from.isBehind(to)).as("%s", range).isTrue();
            assertThat(to.isBehind(from))
                    .as("%s the other way", range)
                    .isEqualTo(range.get(0).equals(range.get(1)));
        }
        assertThat(FramePosition.parse("5", now).isBehind(new FramePosition.Latest()))
                .isFalse();
    }

    @Test
    void restartsWhenRequested() {
        run(request("anew", Set.of("gate"), "earliest"), new Model());

        assertThat(run(anew("anew", Set.of()), new Model()).frames()).isEqualTo(91);
        assertThat(verdicts("anew")).hasSize(91);
        assertThat(run(request("anew", Set.of(), "earliest"), new Model()).frames())
                .as("goes on from there")
                .isZero();
    }

    @Test
    void keepsOldVerdictsUntilARestartHasFrames() {
        run(request("kept", Set.of("gate"), "earliest"), new Model());

        assertThatThrownBy(() -> run(anew("kept", Set.of("no-such")), new Model()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("of the cameras no-such");
        assertThat(verdicts("kept")).hasSize(31);
        assertThat(run(request("kept", Set.of("gate"), "earliest"), new Model()).frames())
                .isZero();
    }

    private static ReplayRequest anew(String name, Set<String> cameras) {
        FramePosition.Earliest from = new FramePosition.Earliest();
        return new ReplayRequest(
                name, Model.ID, "image size 640", from, "earliest", new FramePosition.Latest(), cameras, BATCH, true);
    }

    @Test
    void letsASecondRunOfTheSameNameTakeOver() {
        AtomicReference<ReplayReport> second = new AtomicReference<>();
        AtomicBoolean interrupts = new AtomicBoolean(true);
        Model interrupted = new Model() {
            @Override
            public BatchOutcome detect(List<byte[]> jpegs) {
                if (interrupts.getAndSet(false)) {
                    second.set(run(request("both", Set.of(), "earliest"), new Model()));
                }
                return super.detect(jpegs);
            }
        };

        assertThatThrownBy(() -> run(request("both", Set.of(), "earliest"), interrupted))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("another run of the replay 'both'");
        assertThat(Objects.requireNonNull(second.get()).frames()).isEqualTo(91);
        assertThat(verdicts("both")).hasSize(91);
    }

    private static ReplayRequest request(String name, Set<String> cameras, String from) {
        return request(name, cameras, from, "image size 640");
    }

    private static ReplayRequest request(String name, Set<String> cameras, String from, String settings) {
        return new ReplayRequest(
                name,
                Model.ID,
                settings,
                FramePosition.parse(from, Instant.now()),
                from,
                new FramePosition.Latest(),
                cameras,
                BATCH,
                false);
    }

    private ReplayReport run(ReplayRequest request, FrameDetector model) {
        return replay(request, model).run((done, total) -> {});
    }

    private Replay replay(ReplayRequest request, FrameDetector model) {
        return new Replay(kafka, topics, request, model, () -> makeTopic(request.name()));
    }

    private void makeTopic(String name) {
        TopicSettings settings = ConfigReader.defaults(TopicSettings.class).withPrefix(topics.prefix());
        try (TopicAdmin admin = new TopicAdmin(kafka)) {
            admin.ensure(List.of(TopicPlan.replay(settings, name, TestTopics.PARTITIONS)));
        }
    }

    private List<FrameVerdict> verdicts(String name) {
        return CommittedRecords.verdicts(kafka.bootstrapServers(), topics.replay(name));
    }

    /** Each record as it is, by partition and in order. */
    private List<String> raw(String name) {
        return CommittedRecords.texts(kafka.bootstrapServers(), topics.replay(name));
    }

    /** Finds one object whose score depends on the batch that the picture was in, as last digits of a network's do. */
    private static class Model implements FrameDetector {
        static final ModelId ID = new ModelId("text", "0".repeat(64));

        final List<Integer> batches = new CopyOnWriteArrayList<>();

        @Override
        public ModelId model() {
            return ID;
        }

        @Override
        public BatchOutcome detect(List<byte[]> jpegs) {
            batches.add(jpegs.size());
            StringBuilder all = new StringBuilder();
            jpegs.forEach(jpeg -> all.append(new String(jpeg, StandardCharsets.UTF_8)));
            float score = Math.floorMod(all.toString().hashCode(), 1000) / 1000f;
            List<FrameOutcome> outcomes = new ArrayList<>();
            for (byte[] jpeg : jpegs) {
                String label = new String(jpeg, StandardCharsets.UTF_8);
                outcomes.add(
                        new FrameOutcome.Found(64, 48, List.of(new Detection(0, label, score, new Box(1, 2, 3, 4)))));
            }
            return new BatchOutcome(model(), outcomes);
        }

        @Override
        public void close() {}
    }
}
