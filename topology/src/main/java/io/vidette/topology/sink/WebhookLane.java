package io.vidette.topology.sink;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the records of one partition, one request after the other. A record is complete when the receiver or the
 * dead letters topic has accepted it.
 *
 * <p>Retries are implemented here, not by a library: a pause must end at once when the partition is revoked; a request
 * in progress may finish.
 *
 * <p>Threading: {@link #deliver} by a thread of the lane's; the rest by any.
 */
final class WebhookLane {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookLane.class);
    private static final long QUIET_NANOS = Duration.ofSeconds(30).toNanos();
    private static final Duration DEAD_LETTER_PAUSE = Duration.ofSeconds(1);

    private final Webhook webhook;
    private final WebhookClient client;
    private final RecordFilter filter;
    private final DeadLetterBox deadLetters;
    private final SinkCounts counts;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private volatile long position;
    private boolean complained;
    private long complainedNanos;

    /** @param position offset after the last complete record */
    WebhookLane(
            Webhook webhook,
            WebhookClient client,
            RecordFilter filter,
            DeadLetterBox deadLetters,
            SinkCounts counts,
            long position) {
        this.webhook = webhook;
        this.client = client;
        this.filter = filter;
        this.deadLetters = deadLetters;
        this.counts = counts;
        this.position = position;
    }

    /** The offset after the last complete record. */
    long position() {
        return position;
    }

    /** Lets {@link #deliver} end after the request that is under way. */
    void cancel() {
        cancelled.countDown();
    }

    /** Sends the records in their order; returns when all are done with, or it was cancelled. */
    void deliver(List<ConsumerRecord<byte[], byte[]>> records) throws InterruptedException {
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
        List<String> bodies = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            SinkRecord.of(record, filter)
                    .handle(
                            wanted -> {
                                batch.add(record);
                                bodies.add(wanted.json());
                                if (batch.size() == webhook.batch()) {
                                    send(batch, bodies);
                                }
                            },
                            unwanted -> counts.countFiltered(),
                            unreadable -> {
                                // The position after a dead letter must cover all records before it.
                                send(batch, bodies);
                                if (!isCancelled()) {
                                    refuse(List.of(record), unreadable.cause());
                                }
                            });
            if (isCancelled()) {
                return;
            }
            if (batch.isEmpty()) {
                position = record.offset() + 1;
            }
        }
        send(batch, bodies);
        if (!isCancelled() && !records.isEmpty()) {
            position = records.get(records.size() - 1).offset() + 1;
        }
    }

    /** Sends what was gathered, if anything, and begins a new batch. */
    private void send(List<ConsumerRecord<byte[], byte[]>> batch, List<String> bodies) throws InterruptedException {
        if (!batch.isEmpty() && !isCancelled()) {
            sendUntilDone(batch, bodies);
        }
        batch.clear();
        bodies.clear();
    }

    private void sendUntilDone(List<ConsumerRecord<byte[], byte[]>> batch, List<String> bodies)
            throws InterruptedException {
        String json = webhook.batch() == 1 ? bodies.get(0) : "[" + String.join(",", bodies) + "]";
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        List<String> ids = batch.stream()
                .map(record -> record.topic() + "-" + record.partition() + "-" + record.offset())
                .toList();
        long began = System.nanoTime();
        boolean done = false;
        for (int attempt = 1; !done && !isCancelled(); attempt++) {
            int attempts = attempt;
            done = client.post(body, ids)
                    .handle(
                            taken -> {
                                counts.countDelivered(batch.size());
                                position = batch.get(batch.size() - 1).offset() + 1;
                                return true;
                            },
                            later -> !awaitRetry(batch, ids.get(0), later, attempts, began),
                            refused -> {
                                refuse(batch, refused.cause() + " from " + webhook);
                                return true;
                            });
        }
    }

    /** Waits for the next attempt. If there is none, publishes the records as dead letters and returns false. */
    private boolean awaitRetry(
            List<ConsumerRecord<byte[], byte[]>> batch, String id, WebhookAnswer.Later later, int attempts, long began)
            throws InterruptedException {
        Optional<Duration> pause = webhook.retries()
                .pause(
                        attempts,
                        Duration.ofNanos(System.nanoTime() - began),
                        later.retryAfter(),
                        ThreadLocalRandom.current());
        if (pause.isEmpty()) {
            refuse(batch, later.cause() + " from " + webhook + ", after " + attempts + " attempts");
            return false;
        }
        complain(id, later.cause());
        if (!sleep(pause.get())) {
            counts.countRetried();
        }
        return true;
    }

    /** Limits the log entries of a receiver that often fails briefly. */
    private void complain(String id, String cause) {
        long now = System.nanoTime();
        boolean quiet = complained && now - complainedNanos < QUIET_NANOS;
        if (!quiet) {
            complained = true;
            complainedNanos = now;
            LOG.warn("{} did not take {}: {}; trying again", webhook, id, cause);
        }
    }

    /** Publishes the records as dead letters; retries until that succeeds or the lane is cancelled. */
    private void refuse(List<ConsumerRecord<byte[], byte[]>> batch, String cause) throws InterruptedException {
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            for (boolean kept = false; !kept; ) {
                try {
                    deadLetters.put(record, cause);
                    kept = true;
                } catch (KafkaException e) {
                    LOG.warn("trying again: {}", e.getMessage());
                    if (sleep(DEAD_LETTER_PAUSE)) {
                        return;
                    }
                }
            }
            counts.countDeadLetter();
            position = record.offset() + 1;
        }
    }

    private boolean isCancelled() {
        return cancelled.getCount() == 0;
    }

    /** Says whether it was cancelled meanwhile. */
    private boolean sleep(Duration pause) throws InterruptedException {
        return cancelled.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
