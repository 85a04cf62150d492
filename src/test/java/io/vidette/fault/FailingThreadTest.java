package io.vidette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.KafkaUnderTest;
import io.vidette.guarantee.Witness;
import io.vidette.topology.camera.Admission;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.detect.AdmissionPolicy;
import io.vidette.topology.detect.BatchOutcome;
import io.vidette.topology.detect.DetectConfig;
import io.vidette.topology.detect.DetectService;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.detect.FrameOutcome;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.message.CaptureClock;
import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.metric.Metrics;
import io.vidette.topology.stream.StreamsNode;
import io.vidette.topology.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A stream thread that fails on the same frames again and again, until what ails it is gone. */
@ExtendWith(KafkaUnderTest.class)
class FailingThreadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FRAMES = 20;

    @TempDir
    private Path data;

    @Test
    void reportsItsLagWhileFailingAndLosesNoFrame(KafkaConnection kafka) throws Exception {
        Topics topics = TestTopics.create(kafka, "failing");
        MeterRegistry registry = new SimpleMeterRegistry();
        AtomicBoolean isWell = new AtomicBoolean();
        AdmissionPolicy policy = camera -> {
            if (!isWell.get()) {
                throw new IllegalStateException("ails");
            }
            return Admission.DEFAULT;
        };
        try (Witness witness = Witness.of(kafka.bootstrapServers(), topics, EmptyModel.ID);
                DetectService detect = DetectService.start(
                        new StreamsNode(kafka.config(), topics, "detect", data, 1),
                        new EmptyModel(),
                        DetectConfig.defaults(),
                        policy,
                        registry)) {
            publish(kafka, topics);
            await("a lag of all frames")
                    .dontCatchUncaughtExceptions()
                    .atMost(PATIENCE)
                    .until(() -> lag(registry) == FRAMES);
            double failed = failures(registry);
            while (failures(registry) < failed + 4) {
                assertThat(lag(registry)).as("lag between failures").isEqualTo(FRAMES);
                Thread.sleep(100); // between two looks: at no moment may it be gone
            }
            assertThat(detect.health()).isInstanceOf(Health.NotReady.class);

            isWell.set(true);
            witness.verify(PATIENCE);
            await("the end of the backlog")
                    .dontCatchUncaughtExceptions()
                    .atMost(PATIENCE)
                    .until(() -> lag(registry) == 0);
        }
        assertThat(registry.find(Metrics.DETECT_LAG).gauges())
                .as("lags of a detector that is closed")
                .isEmpty();
    }

    private static double failures(MeterRegistry registry) {
        return registry.counter(Metrics.DETECT_FAILURES).count();
    }

    /** Of the first partition; no number where none is shown. */
    private static double lag(MeterRegistry registry) {
        Gauge gauge = registry.find(Metrics.DETECT_LAG).tag("partition", "0").gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    private static void publish(KafkaConnection kafka, Topics topics) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka.config(), new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < FRAMES; i++) {
                ProducerRecord<String, byte[]> frame = new ProducerRecord<>(topics.frames(), 0, "gate", new byte[] {1});
                new FrameHeaders(i, Instant.now(), CaptureClock.ARRIVAL, 64, 48, 64, 48, 0).writeTo(frame.headers());
                var unused = producer.send(frame);
            }
        }
    }

    /** Finds no object. */
    private static final class EmptyModel implements FrameDetector {
        private static final ModelId ID = new ModelId("empty", "a".repeat(64));

        @Override
        public ModelId model() {
            return ID;
        }

        @Override
        public BatchOutcome detect(List<byte[]> pictures) {
            return new BatchOutcome(
                    model(),
                    pictures.stream()
                            .<FrameOutcome>map(picture -> new FrameOutcome.Found(64, 48, List.of()))
                            .toList());
        }

        @Override
        public void close() {}
    }
}
