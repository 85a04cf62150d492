package io.vidette.topology.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.topology.camera.Admission;
import io.vidette.topology.camera.Admission.Policy;
import io.vidette.topology.camera.Admission.Priority;
import io.vidette.topology.message.CaptureClock;
import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.message.FrameId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FrameGateTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration MAX_AGE = Duration.ofMillis(500);

    private final FakeDetector detector = new FakeDetector(0);
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final OldestFrames oldest = new OldestFrames(registry, () -> NOW);
    private final BatchAssembler assembler = new BatchAssembler(detector, DetectConfig.defaults(), registry);
    private final Map<String, Admission> admissions = new HashMap<>();
    private final FrameGate gate = new FrameGate(
            assembler, new SkipRule(camera -> admissions.getOrDefault(camera, Admission.DEFAULT), () -> NOW), oldest);

    @AfterEach
    void close() {
        detector.permit();
        detector.permit();
        assembler.close();
    }

    @Test
    void admitsAllFramesForAThreadWithoutTasks() {
        Predicate<ConsumerRecord<byte[], byte[]>> room = gate.room();
        for (int i = 0; i < 1000; i++) {
            assertThat(room.test(record(0, "gate", Duration.ZERO))).isTrue();
        }
    }

    @Test
    void admitsNoMoreThanTheModelHasRoomFor() {
        // Its pace is not known: one batch of eight.
        assembler.lane();
        Predicate<ConsumerRecord<byte[], byte[]>> room = gate.room();
        for (int i = 0; i < 8; i++) {
            assertThat(room.test(record(0, "gate", Duration.ZERO))).isTrue();
        }
        assertThat(room.test(record(0, "gate", Duration.ZERO))).isFalse();
    }

    @Test
    void subtractsFramesInFlightFromTheRoom() {
        BatchQueue.Lane lane = assembler.lane();
        submit(lane, 0, 7);
        Predicate<ConsumerRecord<byte[], byte[]>> room = gate.room();
        assertThat(room.test(record(0, "gate", Duration.ZERO))).isTrue();
        assertThat(room.test(record(0, "gate", Duration.ZERO))).isFalse();
    }

    @Test
    void admitsOneFrameOfAPartitionWithNoneInFlight() {
        BatchQueue.Lane lane = assembler.lane();
        submit(lane, 0, 8);
        Predicate<ConsumerRecord<byte[], byte[]>> room = gate.room();
        assertThat(room.test(record(0, "gate", Duration.ZERO))).isFalse();
        assertThat(room.test(record(1, "yard", Duration.ZERO))).isTrue();
        assertThat(room.test(record(1, "yard", Duration.ZERO))).isFalse();
    }

    @Test
    void admitsFramesToBeSkippedWithoutRoom() {
        admissions.put("newest", new Admission(Policy.NEWEST, MAX_AGE, Priority.NORMAL));
        admissions.put("low", new Admission(Policy.NEWEST, MAX_AGE, Priority.LOW));
        BatchQueue.Lane lane = assembler.lane();
        submit(lane, 0, 8);
        Predicate<ConsumerRecord<byte[], byte[]>> room = gate.room();
        for (int i = 0; i < 100; i++) {
            assertThat(room.test(record(0, "newest", MAX_AGE.plusMillis(1)))).isTrue();
            assertThat(room.test(record(0, "low", Duration.ZERO))).isTrue();
        }
        assertThat(room.test(record(0, "newest", MAX_AGE))).isFalse();
        assertThat(room.test(record(0, "gate", Duration.ofDays(1)))).isFalse();
    }

    @Test
    void reportsTheAgeOfAWaitingFrame() {
        Gauge waiting = oldest.show(0);
        submit(assembler.lane(), 0, 8);
        assertThat(waiting.value()).isZero();
        assertThat(gate.room().test(record(0, "gate", Duration.ofSeconds(3)))).isFalse();
        assertThat(waiting.value()).isEqualTo(3);
        assertThat(gate.room().test(record(0, "gate", Duration.ofSeconds(2)))).isFalse();
        assertThat(waiting.value()).isEqualTo(3); // the first in line counts
        oldest.isDone(0, 0);
        assertThat(waiting.value()).isZero();
    }

    @Test
    void needsRoomForAFrameWithoutACamera() {
        BatchQueue.Lane lane = assembler.lane();
        submit(lane, 0, 8);
        assertThat(gate.room().test(record(0, null, Duration.ZERO))).isFalse();
    }

    @Test
    @Timeout(30)
    void waitsForRoomUntilABatchCompletes() {
        BatchQueue.Lane lane = assembler.lane();
        submit(lane, 0, 8);
        Predicate<ConsumerRecord<byte[], byte[]>> before = gate.room();
        assertThat(before.test(record(0, "gate", Duration.ZERO))).isFalse();
        detector.permit();
        gate.awaitRoom(Duration.ofMinutes(1));
        assertThat(gate.room().test(record(0, "gate", Duration.ZERO))).isTrue();
    }

    private static void submit(BatchQueue.Lane lane, int partition, int frames) {
        FrameHeaders headers = new FrameHeaders(0, NOW, CaptureClock.ARRIVAL, 64, 48, 64, 48, 0);
        for (int i = 0; i < frames; i++) {
            Frame frame = new Frame(new FrameId("frames", partition, i), "busy", headers, new byte[] {'p'});
            var unused = lane.submit(frame, 1, SkipRule.TimeLeft.UNLIMITED);
        }
    }

    @SuppressWarnings("NullAway") // a record may be without a key, whatever Kafka's constructor says of it
    private static ConsumerRecord<byte[], byte[]> record(int partition, @Nullable String camera, Duration age) {
        return new ConsumerRecord<>(
                "frames",
                partition,
                0,
                NOW.minus(age).toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                camera == null ? null : camera.getBytes(StandardCharsets.UTF_8),
                new byte[0],
                new RecordHeaders(),
                Optional.empty());
    }
}
