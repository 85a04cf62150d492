package io.vidette.ingest.publish;

import io.vidette.ingest.publish.CameraQueue.Pending;
import io.vidette.topology.message.FrameHeaders;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends frames to Kafka, buffers them while it is unavailable, and sends none twice: only the producer retries what
 * it has accepted, and only frames that it did not accept are sent again.
 *
 * <p>Threading: outlets may be used from any thread. The producer is called by this object's own thread
 * {@code ingest-publish} alone, since it may block while Kafka is away.
 */
public final class FramePublisher implements FrameOutlets, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FramePublisher.class);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final String topic;
    private final Supplier<Producer<String, byte[]>> producers;
    private final BooleanSupplier mayPublish;
    private final Duration closeLimit;
    private final FrameBuffer buffer;
    private final Thread thread = new Thread(this::run, "ingest-publish");
    private volatile boolean running = true;
    private volatile boolean renewed;
    private boolean away;

    /**
     * Starts at once.
     *
     * @param producers makes a producer; called again when one fails permanently
     * @param bufferBytes of frames kept at most, waiting and in flight together
     * @param mayPublish false while this node cannot be sure that the cameras are still its own
     * @param closeLimit for sending what is left when closing
     */
    public FramePublisher(
            String topic,
            Supplier<Producer<String, byte[]>> producers,
            long bufferBytes,
            BooleanSupplier mayPublish,
            Duration closeLimit) {
        this.topic = topic;
        this.producers = producers;
        this.mayPublish = mayPublish;
        this.closeLimit = closeLimit;
        this.buffer = new FrameBuffer(bufferBytes);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public FrameOutlet open(String camera, DeliveryListener listener) {
        CameraQueue queue = buffer.open(camera, listener);
        return new FrameOutlet() {
            @Override
            public void offer(FrameHeaders headers, byte[] jpeg) {
                buffer.add(queue, headers, jpeg);
            }

            @Override
            public boolean awaitRoom(Duration limit) throws InterruptedException {
                return buffer.awaitRoom(queue, limit);
            }

            @Override
            public void release(Duration drainLimit) {
                buffer.release(queue, drainLimit);
            }
        };
    }

    /** Replaces the producer after the old one has sent the frames that it accepted. */
    public void renew() {
        renewed = true;
    }

    /** Bytes of frames that are held now. */
    public long bufferedBytes() {
        return buffer.bytes();
    }

    private void run() {
        Producer<String, byte[]> producer = null;
        while (running) {
            try {
                if (renewed) {
                    renewed = false;
                    close(producer, closeLimit);
                    producer = null;
                }
                if (producer == null) {
                    producer = producers.get();
                }
                Pending pending = buffer.take(PAUSE);
                if (pending != null && mayPublish.getAsBoolean()) {
                    send(producer, pending);
                } else if (pending != null) {
                    buffer.putBack(pending);
                    pause();
                }
            } catch (InterruptedException e) {
                break;
            } catch (RuntimeException e) {
                LOG.warn("the producer for {} failed and is recreated: {}", topic, e.toString());
                close(producer, Duration.ZERO);
                producer = null;
                if (!pauseQuietly()) {
                    break;
                }
            }
        }
        close(producer, closeLimit);
    }

    private void send(Producer<String, byte[]> producer, Pending pending) throws InterruptedException {
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(
                topic, null, pending.headers().capturedAt().toEpochMilli(), pending.camera(), pending.jpeg());
        pending.headers().writeTo(message.headers());
        Flight flight = new Flight(pending);
        try {
            Future<?> unused = producer.send(message, (metadata, failure) -> flight.landed(failure));
        } catch (RuntimeException e) {
            if (flight.returned()) {
                buffer.putBack(pending);
            }
            throw e;
        }
        if (flight.wasNotTaken()) {
            buffer.putBack(pending);
            tellAway(true);
            pause();
        } else {
            tellAway(false);
        }
    }

    private void tellAway(boolean nowAway) {
        if (nowAway != away) {
            away = nowAway;
            if (nowAway) {
                LOG.warn("Kafka takes no frames for {}; keeping them until it is back", topic);
            } else {
                LOG.info("Kafka takes frames for {} again", topic);
            }
        }
    }

    private static void pause() throws InterruptedException {
        Thread.sleep(PAUSE.toMillis());
    }

    private static boolean pauseQuietly() {
        try {
            pause();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
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

    /** Sends what is left, within the limit, and stops. */
    @Override
    public void close() {
        try {
            buffer.awaitEmpty(closeLimit);
            buffer.close();
            running = false;
            thread.join(closeLimit.plus(PAUSE.multipliedBy(5)).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
        if (thread.isAlive()) {
            LOG.warn("the thread {} did not end within {}", thread.getName(), closeLimit);
        }
    }

    /** Tracks one record: whether the producer accepted it, and the result. */
    private final class Flight {
        private final Pending pending;
        /** True until send has returned: a failure before that means that the producer never took the record. */
        private boolean sending = true;

        private boolean refused;

        Flight(Pending pending) {
            this.pending = pending;
        }

        synchronized void landed(@Nullable Exception failure) {
            if (failure == null) {
                buffer.delivered(pending);
            } else if (sending && Thread.currentThread() == thread && failure instanceof TimeoutException) {
                refused = true;
            } else {
                buffer.dropped(pending, reason(failure));
            }
        }

        /** After an exception from send: whether the frame is still ours. */
        synchronized boolean returned() {
            boolean ours = sending;
            sending = false;
            return ours;
        }

        synchronized boolean wasNotTaken() {
            sending = false;
            return refused;
        }

        private DropReason reason(Exception failure) {
            if (failure instanceof RecordTooLargeException || failure instanceof RecordBatchTooLargeException) {
                return DropReason.TOO_LARGE;
            }
            LOG.warn("camera '{}': Kafka did not take a frame: {}", pending.camera(), failure.toString());
            return failure instanceof RetriableException ? DropReason.BROKER_OUTAGE : DropReason.KAFKA_REFUSED;
        }
    }
}
