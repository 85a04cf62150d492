package io.vidette.ingest.publish;

import io.vidette.topology.camera.CameraStatus;
import io.vidette.topology.serde.JsonSerde;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends statuses to Kafka in order. While it is unavailable, keeps the newest, enough for any outage.
 *
 * <p>Threading: {@link #publish} from any thread; one thread {@code ingest-status} sends.
 */
public final class StatusPublisher implements StatusSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusPublisher.class);
    private static final int KEPT = 10_000;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final String topic;
    private final Supplier<Producer<String, byte[]>> producers;
    private final Duration closeLimit;
    private final JsonSerde<CameraStatus> serde = new JsonSerde<>(CameraStatus.class, CameraStatus.SCHEMA);
    private final LinkedBlockingDeque<CameraStatus> waiting = new LinkedBlockingDeque<>(KEPT);
    private final Thread thread = new Thread(this::run, "ingest-status");
    private volatile boolean running = true;
    private volatile boolean renewed;

    /** Starts at once; {@code producers} is called again when a producer fails permanently. */
    public StatusPublisher(String topic, Supplier<Producer<String, byte[]>> producers, Duration closeLimit) {
        this.topic = topic;
        this.producers = producers;
        this.closeLimit = closeLimit;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void publish(CameraStatus status) {
        while (!waiting.offerLast(status)) {
            waiting.pollFirst();
        }
    }

    /** Replaces the producer after the old one has sent the statuses that it accepted. */
    public void renew() {
        renewed = true;
    }

    private void run() {
        Producer<String, byte[]> producer = null;
        long endNanos = Long.MAX_VALUE;
        while (running || (!waiting.isEmpty() && System.nanoTime() - endNanos < 0)) {
            try {
                if (!running && endNanos == Long.MAX_VALUE) {
                    endNanos = System.nanoTime() + closeLimit.toNanos();
                }
                if (renewed) {
                    renewed = false;
                    close(producer, closeLimit);
                    producer = null;
                }
                if (producer == null) {
                    producer = producers.get();
                }
                CameraStatus status = waiting.pollFirst(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                if (status != null && !send(producer, status)) {
                    waiting.offerFirst(status);
                    Thread.sleep(PAUSE.toMillis());
                }
            } catch (InterruptedException e) {
                break;
            } catch (RuntimeException e) {
                LOG.warn("a status was lost on its way to {}: {}", topic, e.toString());
                close(producer, Duration.ZERO);
                producer = null;
            }
        }
        close(producer, closeLimit);
    }

    /** False when Kafka is away and the status must be offered again. */
    private boolean send(Producer<String, byte[]> producer, CameraStatus status) {
        AtomicBoolean sending = new AtomicBoolean(true);
        AtomicBoolean refused = new AtomicBoolean();
        byte[] json = serde.serialize(topic, status);
        Future<?> unused = producer.send(new ProducerRecord<>(topic, status.camera(), json), (metadata, failure) -> {
            if (failure instanceof TimeoutException && sending.get()) {
                refused.set(true);
            } else if (failure != null) {
                LOG.warn("camera '{}': a status was lost: {}", status.camera(), failure.toString());
            }
        });
        sending.set(false);
        return !refused.get();
    }

    private static void close(@Nullable Producer<String, byte[]> producer, Duration limit) {
        if (producer != null) {
            try {
                producer.close(limit);
            } catch (RuntimeException e) {
                LOG.warn("closing a producer failed: {}", e.toString());
            }
        }
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join(closeLimit.multipliedBy(2).plusSeconds(1).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
