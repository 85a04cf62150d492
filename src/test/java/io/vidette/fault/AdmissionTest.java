package io.vidette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.KafkaUnderTest;
import io.vidette.guarantee.Witness;
import io.vidette.topology.camera.Admission;
import io.vidette.topology.camera.Admission.Policy;
import io.vidette.topology.camera.Admission.Priority;
import io.vidette.topology.camera.CameraDirectory;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.CameraWatch;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.detect.AdmissionPolicy;
import io.vidette.topology.detect.BatchOutcome;
import io.vidette.topology.detect.DetectConfig;
import io.vidette.topology.detect.DetectService;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.detect.FrameOutcome;
import io.vidette.topology.message.CaptureClock;
import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.metric.Metrics;
import io.vidette.topology.stream.StreamsNode;
import io.vidette.topology.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A model that is too slow for its cameras, whose records say what is to be done about it. */
@ExtendWith(KafkaUnderTest.class)
class AdmissionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration MAX_AGE = Duration.ofMillis(500);
    /** What a pause of the machine may add to the age of a frame between the last look at it and the model. */
    private static final Duration SLACK = Duration.ofSeconds(3);

    private final KafkaConnection kafka;
    private final MeterRegistry registry = new SimpleMeterRegistry();

    /** Frames of each camera so far. */
    private final Map<String, Long> sequences = new HashMap<>();

    @TempDir
    private Path data;

    AdmissionTest(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    @Test
    void skipsOnlyFramesOfCamerasThatAllowIt() throws Exception {
        Topics topics = TestTopics.create(kafka, "admission");
        CameraDirectory cameras = new CameraDirectory(kafka, topics);
        attach(cameras, "every", new Admission(Policy.EVERY, MAX_AGE, Priority.NORMAL));
        attach(cameras, "newest", new Admission(Policy.NEWEST, MAX_AGE, Priority.HIGH));
        attach(cameras, "low", new Admission(Policy.NEWEST, MAX_AGE, Priority.LOW));
        SlowModel model = new SlowModel(Duration.ofMillis(5));
        try (CameraWatch watch = new CameraWatch(kafka, topics);
                Witness witness = Witness.of(kafka.bootstrapServers(), topics, model.model());
                TopicWatch<FrameVerdict> verdicts = TopicWatch.verdicts(kafka.bootstrapServers(), topics)) {
            assertThat(watch.await(PATIENCE)).isTrue();
            try (DetectService detect = DetectService.start(
                    new StreamsNode(kafka.config(), topics, "detect", data.resolve("streams"), 1),
                    model,
                    DetectConfig.defaults(),
                    camera -> watch.spec(camera).orElseThrow().admission(),
                    new SimpleMeterRegistry())) {
                // Twice what the model can look at, mostly of the cameras that may be skipped.
                flood(topics, Map.of("every", 2, "newest", 10, "low", 8), 100);
                verdicts.awaitCount(20 * 100, PATIENCE);
                witness.verify(PATIENCE);
                List<FrameVerdict> before = all(verdicts);
                System.out.printf(
                        "admission: newest %d of %d detected, low %d of %d, oldest of newest %d ms%n",
                        count(before, "newest", "detected"),
                        count(before, "newest", ""),
                        count(before, "low", "detected"),
                        count(before, "low", ""),
                        model.oldestOfNewest());
                assertThat(count(before, "every", "detected")).isEqualTo(count(before, "every", ""));
                assertThat(count(before, "newest", "detected")).isPositive();
                assertThat(count(before, "newest", "stale")).isPositive();
                assertThat(count(before, "low", "busy")).isPositive();
                assertThat(share(before, "low")).isLessThan(share(before, "newest"));
                assertThat(Duration.ofMillis(model.oldestOfNewest())).isLessThan(MAX_AGE.plus(SLACK));

                attach(cameras, "newest", Admission.DEFAULT);
                await().atMost(PATIENCE)
                        .until(() ->
                                watch.spec("newest").orElseThrow().admission().policy() == Policy.EVERY);
                flood(topics, Map.of("newest", 10), 20);
                verdicts.awaitCount(20 * 100 + 10 * 20, PATIENCE);
                List<FrameVerdict> after = all(verdicts);
                assertThat(count(after, "newest", "detected") - count(before, "newest", "detected"))
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void isolatesACameraThatFallsBehindFromOtherPartitions() throws Exception {
        int backlog = 50;
        Topics topics = TestTopics.create(kafka, "neighbours");
        PermittedModel model = new PermittedModel();
        Admission newest = new Admission(Policy.NEWEST, MAX_AGE, Priority.NORMAL);
        AdmissionPolicy policy = camera -> camera.equals("newest") ? newest : Admission.DEFAULT;
        try (Witness witness = Witness.of(kafka.bootstrapServers(), topics, model.model());
                TopicWatch<FrameVerdict> verdicts = TopicWatch.verdicts(kafka.bootstrapServers(), topics);
                DetectService detect = detect(topics, "detect", model, policy, registry)) {
            publish(topics, 0, "every", backlog);
            await().atMost(PATIENCE).until(() -> model.looking() == 1);
            await("a metric that shows the wait").atMost(PATIENCE).until(() -> gauge(Metrics.DETECT_WAITING) > 0.5);
            await("a metric that shows the backlog").atMost(PATIENCE).until(() -> gauge(Metrics.DETECT_LAG) == backlog);
            // When these come the backlog is fetched and none of it looked at.
            publish(topics, 1, "newest", 3);
            int looked = 0;
            while (count(all(verdicts), "newest", "") < 3 && looked < backlog) {
                looked++;
                int next = looked + 1;
                model.permit();
                await().atMost(PATIENCE)
                        .until(() -> model.looking() == next || count(all(verdicts), "every", "") == backlog);
            }
            System.out.printf("admission: skipped after %d of %d frames of the neighbour%n", looked, backlog);
            assertThat(looked).isLessThan(backlog / 2);
            for (int i = looked; i < backlog + 3; i++) {
                model.permit();
            }
            verdicts.awaitCount(backlog + 3, PATIENCE);
            witness.verify(PATIENCE);
            assertThat(gauge(Metrics.DETECT_WAITING)).isZero();
            await("the end of the backlog").atMost(PATIENCE).until(() -> gauge(Metrics.DETECT_LAG) == 0);
        }
    }

    @Test
    void processesFetchedFramesAfterARestart() throws Exception {
        // All in one fetch, and time for ten in flight.
        int backlog = 60;
        Topics topics = TestTopics.create(kafka, "restart");
        SlowModel model = new SlowModel(Duration.ofMillis(50));
        try (Witness witness = Witness.of(kafka.bootstrapServers(), topics, model.model());
                TopicWatch<FrameVerdict> verdicts = TopicWatch.verdicts(kafka.bootstrapServers(), topics)) {
            publish(topics, 0, "every", backlog);
            try (DetectService detect = detect(topics, "detect", model, AdmissionPolicy.EVERY, registry)) {
                verdicts.awaitCount(backlog / 10, PATIENCE);
            }
            assertThat(all(verdicts)).hasSizeLessThan(backlog);
            try (DetectService detect = detect(topics, "detect", model, AdmissionPolicy.EVERY, registry)) {
                verdicts.awaitCount(backlog, PATIENCE);
                witness.verify(PATIENCE);
            }
        }
    }

    @Test
    void movesFetchedFramesWithTheirPartition() throws Exception {
        int backlog = 40;
        Topics topics = TestTopics.create(kafka, "moves");
        SlowModel model = new SlowModel(Duration.ofMillis(20));
        MeterRegistry second = new SimpleMeterRegistry();
        try (Witness witness = Witness.of(kafka.bootstrapServers(), topics, model.model());
                TopicWatch<FrameVerdict> verdicts = TopicWatch.verdicts(kafka.bootstrapServers(), topics);
                DetectService stays = detect(topics, "stays", model, AdmissionPolicy.EVERY, registry)) {
            for (int partition = 0; partition < TestTopics.PARTITIONS; partition++) {
                publish(topics, partition, "camera-" + partition, backlog);
            }
            verdicts.awaitCount(backlog, PATIENCE);
            try (DetectService joins = detect(topics, "joins", model, AdmissionPolicy.EVERY, second)) {
                verdicts.awaitCount(backlog * TestTopics.PARTITIONS, PATIENCE);
                witness.verify(PATIENCE);
                assertThat(second.counter(Metrics.DETECT_VERDICTS, "type", "detected")
                                .count())
                        .isPositive();
                await("a lag of each partition, at the node that has it")
                        .atMost(PATIENCE)
                        .until(() -> {
                            List<String> told = Stream.of(registry, second)
                                    .flatMap(node -> node.find(Metrics.DETECT_LAG).gauges().stream())
                                    .map(gauge -> String.valueOf(gauge.getId().getTag("partition")))
                                    .toList();
                            return told.size() == TestTopics.PARTITIONS
                                    && Set.copyOf(told).size() == told.size();
                        });
                assertThat(registry.counter(Metrics.DETECT_FAILURES).count()).isZero();
                assertThat(second.counter(Metrics.DETECT_FAILURES).count()).isZero();
            }
        }
    }

    /** One frame at a time, one stream thread. */
    private DetectService detect(
            Topics topics, String node, FrameDetector model, AdmissionPolicy policy, MeterRegistry metrics) {
        DetectConfig d = DetectConfig.defaults();
        return DetectService.start(
                new StreamsNode(kafka.config(), topics, node, data.resolve(node), 1),
                model,
                new DetectConfig(d.guarantee(), 1, d.maxDelay(), d.maxInFlight(), 1, 1, d.commitInterval()),
                policy,
                metrics);
    }

    /** Of the first partition; absent until it was measured. */
    private double gauge(String metric) {
        Gauge gauge = registry.find(metric).tag("partition", "0").gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    private static List<FrameVerdict> all(TopicWatch<FrameVerdict> verdicts) {
        return verdicts.seen().stream().map(TopicWatch.Seen::what).toList();
    }

    private void publish(Topics topics, int partition, String camera, int frames) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka.config(), new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < frames; i++) {
                var unused = producer.send(frame(topics, partition, camera));
            }
        }
    }

    private static double share(List<FrameVerdict> verdicts, String camera) {
        return count(verdicts, camera, "detected") / (double) count(verdicts, camera, "");
    }

    /** Verdicts on a camera's frames of one type, or of one reason to skip; all where neither is named. */
    private static long count(List<FrameVerdict> verdicts, String camera, String kind) {
        return verdicts.stream()
                .filter(verdict -> verdict.camera().equals(camera))
                .map(verdict -> verdict instanceof FrameVerdict.Skipped skipped ? skipped.reason() : verdict.type())
                .filter(found -> kind.isEmpty() || found.equals(kind))
                .count();
    }

    private static void attach(CameraDirectory cameras, String name, Admission admission) {
        cameras.put(
                name, CameraSpec.of("synthetic:").change(CameraSpec::admission).to(admission));
    }

    /** Publishes so many frames of each camera in every slot of 50 ms. */
    private void flood(Topics topics, Map<String, Integer> perSlot, int slots) throws Exception {
        long begin = System.nanoTime();
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka.config(), new StringSerializer(), new ByteArraySerializer())) {
            for (int slot = 0; slot < slots; slot++) {
                for (Map.Entry<String, Integer> camera : perSlot.entrySet()) {
                    for (int i = 0; i < camera.getValue(); i++) {
                        // One partition: one stream thread has to choose.
                        var unused = producer.send(frame(topics, 0, camera.getKey()));
                    }
                }
                producer.flush();
                LockSupport.parkNanos(begin + (slot + 1) * TimeUnit.MILLISECONDS.toNanos(50) - System.nanoTime());
            }
        }
    }

    private ProducerRecord<String, byte[]> frame(Topics topics, int partition, String camera) {
        long sequence = sequences.merge(camera, 1L, Long::sum) - 1;
        Instant now = Instant.now();
        byte[] picture = ByteBuffer.allocate(9)
                .putLong(now.toEpochMilli())
                .put((byte) camera.charAt(0))
                .array();
        ProducerRecord<String, byte[]> frame = new ProducerRecord<>(topics.frames(), partition, camera, picture);
        new FrameHeaders(sequence, now, CaptureClock.ARRIVAL, 64, 48, 64, 48, 0).writeTo(frame.headers());
        return frame;
    }

    private static List<FrameOutcome> nothingIn(List<byte[]> pictures) {
        return pictures.stream()
                .<FrameOutcome>map(picture -> new FrameOutcome.Found(64, 48, List.of()))
                .toList();
    }

    /** Takes a while for each frame, one batch at a time, and notes how old the oldest of one camera was. */
    private static final class SlowModel implements FrameDetector {
        private final Duration perFrame;
        private final AtomicLong oldest = new AtomicLong();

        private SlowModel(Duration perFrame) {
            this.perFrame = perFrame;
        }

        long oldestOfNewest() {
            return oldest.get();
        }

        @Override
        public ModelId model() {
            return new ModelId("slow", "0".repeat(64));
        }

        @Override
        public synchronized BatchOutcome detect(List<byte[]> pictures) {
            long now = System.currentTimeMillis();
            for (byte[] picture : pictures) {
                ByteBuffer frame = ByteBuffer.wrap(picture);
                long age = now - frame.getLong();
                if (frame.get() == 'n') {
                    oldest.accumulateAndGet(age, Math::max);
                }
            }
            LockSupport.parkNanos(perFrame.toNanos() * pictures.size());
            return new BatchOutcome(model(), nothingIn(pictures));
        }

        @Override
        public void close() {}
    }

    /** Looks at a batch for each permit. */
    private static final class PermittedModel implements FrameDetector {
        private final Semaphore permits = new Semaphore(0);
        private final AtomicInteger looking = new AtomicInteger();

        void permit() {
            permits.release();
        }

        /** Batches that it was shown so far, with the one that waits for a permit. */
        int looking() {
            return looking.get();
        }

        @Override
        public ModelId model() {
            return new ModelId("permitted", "0".repeat(64));
        }

        @Override
        public BatchOutcome detect(List<byte[]> pictures) {
            looking.incrementAndGet();
            permits.acquireUninterruptibly();
            return new BatchOutcome(model(), nothingIn(pictures));
        }

        @Override
        public void close() {}
    }
}
