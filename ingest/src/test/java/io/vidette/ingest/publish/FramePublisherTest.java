package io.vidette.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vidette.topology.message.CaptureClock;
import io.vidette.topology.message.FrameHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FramePublisherTest {
    private static final Instant CAPTURED = Instant.parse("2026-01-02T03:04:05.678Z");

    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicBoolean mayPublish = new AtomicBoolean(true);
    private final AtomicInteger producersMade = new AtomicInteger();
    private final Deliveries gate = new Deliveries();
    private final Deliveries yard = new Deliveries();
    private volatile AwayProducer producer = new AwayProducer(true);
    private final FramePublisher publisher = publisher(100_000);

    @AfterEach
    void close() {
        publisher.close();
    }

    @Test
    void sendsKeyHeadersAndCaptureTime() {
        publisher.open("gate", gate).offer(headers(7), new byte[] {1, 2, 3});
        await().until(() -> gate.delivered.get() == 1);
        ProducerRecord<String, byte[]> sent = producer.history().get(0);
        assertThat(sent.topic()).isEqualTo("frames");
        assertThat(sent.key()).isEqualTo("gate");
        assertThat(sent.value()).containsExactly(1, 2, 3);
        assertThat(sent.timestamp()).isEqualTo(CAPTURED.toEpochMilli());
        assertThat(FrameHeaders.readFrom(sent.headers())).isEqualTo(headers(7));
    }

    @Test
    void sendsFramesOnceAndInOrderAfterAnOutage() {
        away.set(true);
        FrameOutlet outlet = publisher.open("gate", gate);
        for (int i = 0; i < 50; i++) {
            outlet.offer(headers(i), new byte[1000]);
        }
        await().until(() -> producer.refused.get() > 1);
        away.set(false);
        await().until(() -> gate.delivered.get() == 50);
        assertThat(sequences("gate")).isEqualTo(LongStream.range(0, 50).boxed().toList());
        assertThat(gate.dropped).isEmpty();
        assertThat(publisher.bufferedBytes()).isZero();
    }

    @Test
    void dropsTheOldestOfTheLargestCameraWhenTheBufferIsFull() {
        away.set(true);
        FrameOutlet large = publisher.open("gate", gate);
        FrameOutlet small = publisher.open("yard", yard);
        small.offer(headers(0), new byte[1000]);
        for (int i = 0; i < 200; i++) {
            large.offer(headers(i), new byte[1000]);
        }
        assertThat(publisher.bufferedBytes()).isLessThanOrEqualTo(100_000);
        away.set(false);
        await().until(() -> gate.delivered.get() == 99 && yard.delivered.get() == 1);
        assertThat(gate.dropped).hasSize(101).containsOnly(DropReason.BROKER_OUTAGE);
        assertThat(yard.dropped).isEmpty();
        List<Long> sent = sequences("gate");
        assertThat(sent).isSorted().doesNotHaveDuplicates().contains(199L);
    }

    @Test
    void limitsTheFramesOfACameraInFlight() {
        producer = new AwayProducer(false);
        FramePublisher slow = publisher(100_000);
        FrameOutlet outlet = slow.open("gate", gate);
        for (int i = 0; i < 20; i++) {
            outlet.offer(headers(i), new byte[10]);
        }
        await().until(() -> producer.history().size() == FrameBuffer.IN_FLIGHT);
        producer.completeNext();
        await().until(() -> producer.history().size() == FrameBuffer.IN_FLIGHT + 1);
        while (gate.delivered.get() < 20) {
            producer.completeNext();
        }
        assertThat(sequences("gate")).isEqualTo(LongStream.range(0, 20).boxed().toList());
        slow.close();
    }

    @Test
    void neverResendsAFrameThatTheProducerAccepted() {
        producer = new AwayProducer(false);
        FramePublisher slow = publisher(100_000);
        FrameOutlet outlet = slow.open("gate", gate);
        outlet.offer(headers(0), new byte[10]);
        outlet.offer(headers(1), new byte[10]);
        outlet.offer(headers(2), new byte[10]);
        await().until(() -> producer.history().size() == 3);
        producer.errorNext(new TimeoutException("expired"));
        producer.errorNext(new RecordTooLargeException());
        producer.completeNext();
        await().until(() -> gate.delivered.get() == 1);
        assertThat(gate.dropped).containsExactly(DropReason.BROKER_OUTAGE, DropReason.TOO_LARGE);
        assertThat(sequences("gate")).containsExactly(0L, 1L, 2L);
        slow.close();
    }

    @Test
    void replacesAFailedProducer() {
        await().until(() -> producersMade.get() > 0); // else the broken one would never be used
        int before = producersMade.get();
        producer.sendException = new KafkaException("fatal");
        AwayProducer broken = producer;
        producer = new AwayProducer(true);
        publisher.open("gate", gate).offer(headers(0), new byte[10]);
        await().until(() -> gate.delivered.get() == 1);
        assertThat(broken.closed()).isTrue();
        assertThat(producersMade.get()).isGreaterThan(before);
    }

    @Test
    void continuesWithANewProducerOnRenewal() {
        FrameOutlet outlet = publisher.open("gate", gate);
        outlet.offer(headers(0), new byte[10]);
        await().until(() -> gate.delivered.get() == 1);
        AwayProducer old = producer;
        producer = new AwayProducer(true);
        publisher.renew();
        await().until(old::closed);
        outlet.offer(headers(1), new byte[10]);
        await().until(() -> gate.delivered.get() == 2);
        assertThat(gate.dropped).isEmpty();
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void sendsNothingWhileOwnershipIsUncertain() {
        mayPublish.set(false);
        FrameOutlet outlet = publisher.open("gate", gate);
        outlet.offer(headers(0), new byte[10]);
        await().during(Duration.ofMillis(500)).until(() -> producer.history().isEmpty());
        mayPublish.set(true);
        await().until(() -> gate.delivered.get() == 1);
    }

    @Test
    void dropsRemainingFramesWhenACameraIsReleased() {
        away.set(true);
        FrameOutlet outlet = publisher.open("gate", gate);
        for (int i = 0; i < 10; i++) {
            outlet.offer(headers(i), new byte[10]);
        }
        outlet.release(Duration.ZERO);
        outlet.offer(headers(10), new byte[10]);
        away.set(false);
        await().until(() -> gate.dropped.size() == 11);
        assertThat(gate.dropped).containsOnly(DropReason.DETACHED);
        assertThat(producer.history()).isEmpty();
        assertThat(publisher.bufferedBytes()).isZero();
    }

    private FramePublisher publisher(long bufferBytes) {
        return new FramePublisher(
                "frames",
                () -> {
                    producersMade.incrementAndGet();
                    return producer;
                },
                bufferBytes,
                mayPublish::get,
                Duration.ofMillis(300));
    }

    private List<Long> sequences(String camera) {
        List<Long> sequences = new ArrayList<>();
        for (ProducerRecord<String, byte[]> sent : producer.history()) {
            if (sent.key().equals(camera)) {
                sequences.add(FrameHeaders.readFrom(sent.headers()).sequence());
            }
        }
        return sequences;
    }

    private static FrameHeaders headers(long sequence) {
        return new FrameHeaders(sequence, CAPTURED, CaptureClock.ARRIVAL, 640, 360, 1280, 720, 0);
    }

    private static final class Deliveries implements DeliveryListener {
        private final AtomicInteger delivered = new AtomicInteger();
        private final List<DropReason> dropped = new CopyOnWriteArrayList<>();

        @Override
        public void delivered() {
            delivered.incrementAndGet();
        }

        @Override
        public void dropped(DropReason reason) {
            dropped.add(reason);
        }
    }

    /** Refuses to take records while the brokers are away, in the way of the real one: through the callback, at once. */
    private final class AwayProducer extends MockProducer<String, byte[]> {
        private final AtomicInteger refused = new AtomicInteger();

        AwayProducer(boolean autoComplete) {
            super(autoComplete, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> message, Callback callback) {
            if (away.get()) {
                refused.incrementAndGet();
                TimeoutException failure = new TimeoutException("no metadata");
                callback.onCompletion(null, failure);
                return CompletableFuture.failedFuture(failure);
            }
            return super.send(message, callback);
        }
    }
}
