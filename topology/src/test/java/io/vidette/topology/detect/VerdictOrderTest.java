package io.vidette.topology.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.topology.message.CaptureClock;
import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.serde.JsonSerde;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The verdicts of a camera keep the order of its frames where several frames are in flight. The test driver commits after
 * each record, and a commit leaves nothing in flight; so one record becomes all frames of a test.
 */
@Timeout(60)
class VerdictOrderTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    private Path state;

    @Test
    void delaysAFrameWithoutInferenceUntilEarlierOnesComplete() {
        // A batch of eight does not fill, so the model sees nothing until the commit.
        try (BatchAssembler assembler = assembler(new FakeDetector(), 8, LONG, 1)) {
            List<String> verdicts = verdicts(assembler, frames -> {
                frames.accept(frame(0, "first"));
                frames.accept(withoutHeaders());
                frames.accept(frame(2, "bad"));
                frames.accept(withoutHeaders());
                frames.accept(frame(4, "last"));
            });
            assertThat(verdicts)
                    .containsExactly(
                            "gate 0 first",
                            "gate frame without the header 'sequence'",
                            "gate no JPEG",
                            "gate frame without the header 'sequence'",
                            "gate 4 last");
        }
    }

    @Test
    void delaysABatchUntilEarlierOnesComplete() {
        SlowOnFirst detector = new SlowOnFirst();
        try (BatchAssembler assembler = assembler(detector, 4, Duration.ZERO, 2)) {
            List<String> verdicts = verdicts(assembler, frames -> {
                BatchQueue.Lane lane = assembler.lane();
                frames.accept(frame(0, "first"));
                detector.awaitFirst();
                Room before = lane.room();
                frames.accept(frame(1, "second"));
                lane.awaitMoreThan(before, LIMIT); // "second" is done, and "first" is not
                frames.accept(frame(2, "third"));
                detector.release.countDown();
                lane.close();
            });
            assertThat(verdicts).containsExactly("gate 0 first", "gate 1 second", "gate 2 third");
        }
    }

    private BatchAssembler assembler(FrameDetector detector, int maxBatch, Duration maxDelay, int workers) {
        DetectConfig d = DetectConfig.defaults();
        return new BatchAssembler(
                detector,
                new DetectConfig(d.guarantee(), maxBatch, maxDelay, 64, workers, 1, d.commitInterval()),
                registry);
    }

    /** The verdicts in their order, each {@code CAMERA SEQUENCE LABEL} or {@code CAMERA REASON}. */
    private List<String> verdicts(BatchAssembler assembler, Script script) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "order");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        try (TopologyTestDriver driver = new TopologyTestDriver(topology(assembler, script), config)) {
            driver.createInputTopic("start", new StringSerializer(), new ByteArraySerializer())
                    .pipeInput("gate", new byte[0]);
            return driver
                    .createOutputTopic(
                            "detections",
                            new StringDeserializer(),
                            new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA))
                    .readValuesToList()
                    .stream()
                    .map(VerdictOrderTest::inWords)
                    .toList();
        }
    }

    private Topology topology(BatchAssembler assembler, Script script) {
        Topology topology = new Topology();
        topology.addSource("start", new StringDeserializer(), new ByteArrayDeserializer(), "start");
        topology.addProcessor("frames", () -> new Frames(script), "start");
        topology.addProcessor("detect", detect(assembler), "frames");
        topology.addSink(
                "detections",
                "detections",
                new StringSerializer(),
                new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA),
                "detect");
        topology.addSink("dead-letters", "dead-letters", new StringSerializer(), new ByteArraySerializer(), "detect");
        return topology;
    }

    private ProcessorSupplier<String, byte @Nullable [], String, Object> detect(BatchAssembler assembler) {
        OldestFrames oldest = new OldestFrames(registry, () -> Instant.EPOCH);
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, byte @Nullable [], String, Object> get() {
                return new DetectProcessor(
                        assembler,
                        new SkipRule(AdmissionPolicy.EVERY, () -> Instant.EPOCH),
                        oldest,
                        registry,
                        "detections",
                        "dead-letters");
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(new CommitHook.Builder());
            }
        };
    }

    private static String inWords(FrameVerdict verdict) {
        String what = verdict instanceof FrameVerdict.Detected detected
                ? detected.sequence() + " " + detected.detections().get(0).label()
                : ((FrameVerdict.Rejected) verdict).reason();
        return verdict.camera() + " " + what;
    }

    private static Record<String, byte @Nullable []> frame(long sequence, String picture) {
        RecordHeaders headers = new RecordHeaders();
        new FrameHeaders(sequence, Instant.EPOCH, CaptureClock.ARRIVAL, 64, 48, 64, 48, 0).writeTo(headers);
        return new Record<>("gate", picture.getBytes(StandardCharsets.UTF_8), 0, headers);
    }

    private static Record<String, byte @Nullable []> withoutHeaders() {
        return new Record<>("gate", new byte[] {1}, 0);
    }

    /** Hands over the frames of a test. */
    private interface Script extends Consumer<Consumer<Record<String, byte @Nullable []>>> {}

    /** Runs the script of a test when its one record comes. */
    private static final class Frames
            extends ContextualProcessor<String, byte @Nullable [], String, byte @Nullable []> {
        private final Script script;

        Frames(Script script) {
            this.script = script;
        }

        @Override
        public void process(Record<String, byte @Nullable []> start) {
            script.accept(context()::forward);
        }
    }

    /** Keeps the batch with the picture "first" until it is released, and answers all others at once. */
    private static final class SlowOnFirst implements FrameDetector {
        private final FakeDetector fast = new FakeDetector();
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);

        void awaitFirst() {
            await(arrived);
        }

        @Override
        public ModelId model() {
            return fast.model();
        }

        @Override
        public BatchOutcome detect(List<byte[]> jpegs) {
            if (new String(jpegs.get(0), StandardCharsets.UTF_8).equals("first")) {
                arrived.countDown();
                await(release);
            }
            return fast.detect(jpegs);
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
        }

        @Override
        public void close() {}
    }
}
