package io.vidette.topology.sink;

import io.vidette.topology.client.KafkaClients;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a topic's records to a web server, in order for each partition, and so for each camera. Committed records were
 * accepted or are dead letters; after a crash some may be sent again, with the same {@code Idempotency-Key}.
 *
 * <p>While its records are being sent, a partition is paused and polling continues. So this member stays in the group
 * however long the receiver is unavailable.
 *
 * <p>Threading: {@link #run} by one thread, {@link #stop} by any. The threads that send belong to {@link WebhookLanes}.
 */
public final class WebhookSink {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSink.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();
    private final KafkaConnection connection;
    private final Topics topics;
    private final SinkRequest request;
    private final Webhook webhook;
    private final SinkCounts counts = new SinkCounts();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private Map<TopicPartition, OffsetAndMetadata> committed = Map.of();
    private long committedNanos = System.nanoTime();

    /** Nothing is read yet. The topic must exist, and the group be placed. */
    public WebhookSink(KafkaConnection connection, Topics topics, SinkRequest request, Webhook webhook) {
        this.connection = connection;
        this.topics = topics;
        this.request = request;
        this.webhook = webhook;
    }

    /** What was done so far. */
    public SinkCounts counts() {
        return counts;
    }

    /** Makes {@link #run} return soon: waits a few seconds for requests in progress and commits accepted records. */
    public void stop() {
        stopping.set(true);
    }

    /**
     * Reads and sends until it is stopped, or all was sent.
     *
     * @throws UserError when Kafka refuses
     */
    public void run() {
        CaughtUp caughtUp = new CaughtUp();
        SinkLog log = new SinkLog(request.group(), counts, caughtUp);
        try (Consumer<byte[], byte[]> consumer = KafkaClients.of(connection).sinkReader(request.group());
                DeadLetterBox deadLetters = new DeadLetterBox(connection, topics.deadLetters());
                WebhookLanes lanes = new WebhookLanes(consumer, webhook)) {
            consumer.subscribe(List.of(request.topic()), new Assignment(consumer, lanes, caughtUp, deadLetters));
            try {
                loop(consumer, lanes, caughtUp, log);
            } catch (RuntimeException | InterruptedException e) {
                // Records that were consumed and not given to a lane must not be committed when the consumer closes.
                lanes.clear();
                throw e;
            }
            lanes.cancel(consumer.assignment());
            log.conclude(consumer, lanes.held());
            commit(consumer, lanes, consumer.assignment());
        } catch (InterruptException | InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted; run the same again to go on", e);
        } catch (KafkaException e) {
            throw connection.explain("read the topic '" + request.topic() + "'", e);
        }
    }

    private void loop(Consumer<byte[], byte[]> consumer, WebhookLanes lanes, CaughtUp caughtUp, SinkLog log)
            throws InterruptedException {
        while (!stopping.get() && !(request.once() && lanes.isIdle() && caughtUp.isReached(consumer))) {
            lanes.deliver(consumer.poll(POLL));
            lanes.resumeIdle();
            if (System.nanoTime() - committedNanos > COMMIT_NANOS) {
                commitLater(consumer, lanes.offsets());
            }
            log.look(consumer, lanes.held());
        }
    }

    private void commitLater(Consumer<byte[], byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> offsets) {
        committedNanos = System.nanoTime();
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

    private static void commit(
            Consumer<byte[], byte[]> consumer, WebhookLanes lanes, Collection<TopicPartition> partitions) {
        try {
            consumer.commitSync(lanes.offsets());
        } catch (KafkaException e) {
            LOG.warn("the offsets are not committed, some records may be sent again: {}", e.getMessage());
        }
        lanes.remove(partitions);
    }

    private final class Assignment implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> consumer;
        private final WebhookLanes lanes;
        private final CaughtUp caughtUp;
        private final DeadLetterBox deadLetters;
        private final WebhookClient client = new WebhookClient(webhook);

        Assignment(
                Consumer<byte[], byte[]> consumer, WebhookLanes lanes, CaughtUp caughtUp, DeadLetterBox deadLetters) {
            this.consumer = consumer;
            this.lanes = lanes;
            this.caughtUp = caughtUp;
            this.deadLetters = deadLetters;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                lanes.add(
                        partition,
                        new WebhookLane(
                                webhook, client, request.filter(), deadLetters, counts, consumer.position(partition)));
            }
            caughtUp.assigned(consumer, partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!lanes.isEmpty()) {
                lanes.cancel(partitions);
                commit(consumer, lanes, partitions);
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            lanes.cancel(partitions);
            lanes.remove(partitions);
        }
    }
}
