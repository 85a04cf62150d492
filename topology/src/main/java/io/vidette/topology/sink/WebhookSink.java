package io.vidette.topology.sink;

import io.vidette.topology.client.KafkaClients;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.topic.Topics;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of a topic to a web server, in order for each partition, and so for each camera. What is committed was taken by
 * the receiver or is a dead letter; after a crash a few may come once more, with the same {@code Idempotency-Key}.
 *
 * <p>A partition whose records are on their way is paused and polling goes on, so that however long a receiver is away the
 * group keeps this member.
 *
 * <p>Threading: {@link #run} by one thread, {@link #stop} by any. It owns the threads {@code webhook-N}, one for each
 * partition that has something to send.
 */
public final class WebhookSink {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSink.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();
    /** For an answer, once this is to end. A process that was told to stop is often killed not much later. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final KafkaConnection connection;
    private final Topics topics;
    private final SinkRequest request;
    private final Webhook webhook;
    private final SinkCounts counts = new SinkCounts();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Map<TopicPartition, Running> lanes = new HashMap<>();
    private Map<TopicPartition, OffsetAndMetadata> committed = Map.of();
    private long committedNanos = System.nanoTime();

    /** Nothing is read yet. The topic must exist, and the group be placed. */
    public WebhookSink(KafkaConnection connection, Topics topics, SinkRequest request, Webhook webhook) {
        this.connection = connection;
        this.topics = topics;
        this.request = request;
        this.webhook = webhook;
    }

    /** A lane, and what it is at. */
    private static final class Running {
        private final WebhookLane lane;
        private @Nullable Future<?> work;

        Running(WebhookLane lane) {
            this.lane = lane;
        }
    }

    /** What was done so far. */
    public SinkCounts counts() {
        return counts;
    }

    /** Lets {@link #run} end soon: requests that are under way are waited for some seconds, and what was taken is committed. */
    public void stop() {
        stopping.set(true);
    }

    /**
     * Reads and sends until it is stopped, or all was sent.
     *
     * @throws UserError when Kafka refuses
     */
    public void run() {
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "webhook-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        CaughtUp caughtUp = new CaughtUp();
        SinkLog log = new SinkLog(request.group(), counts, caughtUp);
        try (Consumer<byte[], byte[]> consumer = KafkaClients.of(connection).sinkReader(request.group());
                DeadLetterBox deadLetters = new DeadLetterBox(connection, topics.deadLetters())) {
            consumer.subscribe(List.of(request.topic()), new Assignment(consumer, caughtUp, deadLetters));
            try {
                loop(consumer, caughtUp, log, threads);
            } catch (RuntimeException | InterruptedException e) {
                // What was taken from the topic and not given to a lane must not be committed when the consumer closes.
                lanes.clear();
                throw e;
            }
            abandon(consumer.assignment());
            log.conclude(consumer, held(consumer));
            commit(consumer, consumer.assignment());
        } catch (InterruptException | InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted; run the same again to go on", e);
        } catch (KafkaException e) {
            throw connection.explain("read the topic '" + request.topic() + "'", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void loop(Consumer<byte[], byte[]> consumer, CaughtUp caughtUp, SinkLog log, ExecutorService threads)
            throws InterruptedException {
        while (!stopping.get() && !(request.once() && isIdle() && caughtUp.isReached(consumer))) {
            begin(consumer, consumer.poll(POLL), threads);
            resume(consumer);
            if (System.nanoTime() - committedNanos > COMMIT_NANOS) {
                commitLater(consumer);
            }
            log.look(consumer, held(consumer));
        }
    }

    private void begin(
            Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records, ExecutorService threads) {
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

    private void resume(Consumer<byte[], byte[]> consumer) throws InterruptedException {
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

    /** Offsets that were taken from the topic and are not done with. */
    private long held(Consumer<byte[], byte[]> consumer) {
        return offsets(consumer).entrySet().stream()
                .mapToLong(offset ->
                        consumer.position(offset.getKey()) - offset.getValue().offset())
                .sum();
    }

    private boolean isIdle() {
        return lanes.values().stream().allMatch(running -> running.work == null);
    }

    /** Of a lane at rest it is the consumer's, which is also behind marks of transactions. */
    private Map<TopicPartition, OffsetAndMetadata> offsets(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        lanes.forEach((partition, running) -> offsets.put(
                partition,
                new OffsetAndMetadata(running.work == null ? consumer.position(partition) : running.lane.position())));
        return offsets;
    }

    private void commitLater(Consumer<byte[], byte[]> consumer) {
        committedNanos = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> offsets = offsets(consumer);
        if (offsets.equals(committed)) {
            return;
        }
        consumer.commitAsync(offsets, (done, e) -> {
            if (e == null) {
                committed = offsets;
            } else {
                LOG.debug("not committed yet: {}", e.getMessage());
            }
        });
    }

    /** Lets lanes end and commits what they have done. */
    private void end(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        abandon(partitions);
        commit(consumer, partitions);
    }

    private void commit(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        try {
            consumer.commitSync(offsets(consumer));
        } catch (KafkaException e) {
            LOG.warn("Kafka does not know yet how far this came, some records may be sent again: {}", e.getMessage());
        }
        partitions.forEach(lanes::remove);
    }

    /**
     * A request that is under way is waited for a moment; its receiver may have it already. What is given up then is not
     * committed, and goes out again with the same key, from here or from whoever reads the partition next.
     */
    private void abandon(Collection<TopicPartition> partitions) {
        List<Running> ending = partitions.stream()
                .map(lanes::get)
                .filter(running -> running != null)
                .toList();
        ending.forEach(running -> running.lane.cancel());
        long deadline = System.nanoTime() + GRACE.toNanos();
        for (Running running : ending) {
            Future<?> work = running.work;
            if (work == null) {
                continue;
            }
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
    }

    private final class Assignment implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> consumer;
        private final CaughtUp caughtUp;
        private final DeadLetterBox deadLetters;
        private final WebhookClient client = new WebhookClient(webhook);

        Assignment(Consumer<byte[], byte[]> consumer, CaughtUp caughtUp, DeadLetterBox deadLetters) {
            this.consumer = consumer;
            this.caughtUp = caughtUp;
            this.deadLetters = deadLetters;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                lanes.put(
                        partition,
                        new Running(new WebhookLane(
                                webhook, client, request.filter(), deadLetters, counts, consumer.position(partition))));
            }
            caughtUp.assigned(consumer, partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!lanes.isEmpty()) {
                end(consumer, partitions);
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            abandon(partitions);
            partitions.forEach(lanes::remove);
        }
    }
}
