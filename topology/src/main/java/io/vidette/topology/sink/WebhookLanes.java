package io.vidette.topology.sink;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lanes of the assigned partitions. A partition is paused while its lane delivers records.
 *
 * <p>Threading: one thread, that of the consumer. It owns the threads {@code webhook-N}, one for each lane at work.
 */
final class WebhookLanes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookLanes.class);
    /** Time limit for answers at shutdown: a process that is asked to stop is often killed soon after. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final Webhook webhook;
    private final Map<TopicPartition, Running> lanes = new HashMap<>();
    private final ExecutorService threads;

    /** A lane and the delivery that it is busy with. */
    private static final class Running {
        private final WebhookLane lane;
        private @Nullable Future<?> work;

        Running(WebhookLane lane) {
            this.lane = lane;
        }
    }

    WebhookLanes(Consumer<byte[], byte[]> consumer, Webhook webhook) {
        this.consumer = consumer;
        this.webhook = webhook;
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "webhook-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    void add(TopicPartition partition, WebhookLane lane) {
        lanes.put(partition, new Running(lane));
    }

    void remove(Collection<TopicPartition> partitions) {
        partitions.forEach(lanes::remove);
    }

    boolean isEmpty() {
        return lanes.isEmpty();
    }

    /** Whether no lane is delivering. */
    boolean isIdle() {
        return lanes.values().stream().allMatch(running -> running.work == null);
    }

    /** Starts to deliver records and pauses their partitions. */
    void deliver(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            Running running = lanes.get(partition);
            if (running == null || running.work != null) {
                throw new IllegalStateException("records of " + partition + ", which is not waiting for any");
            }
            List<ConsumerRecord<byte[], byte[]>> some = records.records(partition);
            consumer.pause(Set.of(partition));
            running.work = threads.submit(() -> {
                running.lane.deliver(some);
                return null;
            });
        }
    }

    /** Resumes the partitions whose records are delivered. */
    void resumeIdle() throws InterruptedException {
        for (Map.Entry<TopicPartition, Running> entry : lanes.entrySet()) {
            Future<?> work = entry.getValue().work;
            if (work != null && work.isDone()) {
                check(work);
                entry.getValue().work = null;
                consumer.resume(Set.of(entry.getKey()));
            }
        }
    }

    private static void check(Future<?> work) throws InterruptedException {
        try {
            work.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("records were not sent", e.getCause());
        }
    }

    /**
     * The offsets up to which records are delivered. For an idle lane it is the consumer's position, which is also behind
     * the markers of transactions.
     */
    Map<TopicPartition, OffsetAndMetadata> offsets() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        lanes.forEach((partition, running) -> offsets.put(
                partition,
                new OffsetAndMetadata(running.work == null ? consumer.position(partition) : running.lane.position())));
        return offsets;
    }

    /** Number of offsets that were consumed and are not delivered. */
    long held() {
        return offsets().entrySet().stream()
                .mapToLong(offset ->
                        consumer.position(offset.getKey()) - offset.getValue().offset())
                .sum();
    }

    /**
     * Cancels lanes and waits a moment for requests under way, because the receiver may have them already. What is cancelled
     * is not committed; it is sent again with the same key, from here or by the next owner of the partition.
     */
    void cancel(Collection<TopicPartition> partitions) {
        List<Running> ending = partitions.stream()
                .map(lanes::get)
                .filter(running -> running != null)
                .toList();
        ending.forEach(running -> running.lane.cancel());
        long deadline = System.nanoTime() + GRACE.toNanos();
        for (Running running : ending) {
            if (running.work != null) {
                await(running.work, deadline);
            }
        }
    }

    private void await(Future<?> work, long deadline) {
        try {
            work.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.warn(
                    "{} did not answer within {} s of the end; the last request is repeated with the same key after the next start",
                    webhook,
                    GRACE.toSeconds());
            work.cancel(true);
        } catch (ExecutionException e) {
            LOG.warn("a request to {} did not end: {}", webhook, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            work.cancel(true);
        }
    }

    /** Forgets all lanes, so that nothing they hold is committed. */
    void clear() {
        lanes.clear();
    }

    /** Interrupts what is still under way. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
