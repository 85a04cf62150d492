package io.vidette.topology.sink;

import io.vidette.topology.client.KafkaClients;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a topic's records as JSON lines, in order for each partition. If the target stores its position, it continues
 * there and has each record once; else it continues at the group's offsets, which are never ahead of the lines.
 *
 * <p>Threading: {@link #run} by one thread, {@link #stop} by any.
 */
public final class JsonLinesSink {
    private static final Logger LOG = LoggerFactory.getLogger(JsonLinesSink.class);
    private static final Duration POLL = Duration.ofMillis(100);
    /** Each write waits for the disk, so the lines of this period are written together. */
    private static final long KEEP_NANOS = Duration.ofMillis(200).toNanos();
    /** The same period if all records were filtered out and there are no lines. */
    private static final long IDLE_NANOS = Duration.ofSeconds(5).toNanos();

    private static final int KEEP_BYTES = 4 << 20;

    private final KafkaConnection connection;
    private final Topics topics;
    private final SinkRequest request;
    private final LineTarget target;
    private final SinkCounts counts = new SinkCounts();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private Map<Integer, Long> kept = new HashMap<>();
    private long waiting;
    /** Whether all records up to the consumer's positions are among the lines; false if processing them failed. */
    private boolean whole = true;

    private long keptNanos = System.nanoTime();

    /**
     * Nothing is read yet. The topic must exist, and the group be placed.
     *
     * @param target outlives this and is not closed by it
     */
    public JsonLinesSink(KafkaConnection connection, Topics topics, SinkRequest request, LineTarget target) {
        this.connection = connection;
        this.topics = topics;
        this.request = request;
        this.target = target;
    }

    /** What was done so far. */
    public SinkCounts counts() {
        return counts;
    }

    /** Makes {@link #run} return after the lines read so far are written and committed. */
    public void stop() {
        stopping.set(true);
    }

    /**
     * Reads and writes until it is stopped, or until the end if the request says {@code once}.
     *
     * @throws UserError when Kafka refuses, or the lines cannot be written
     */
    public void run() {
        CaughtUp caughtUp = new CaughtUp();
        SinkLog log = new SinkLog(request.group(), counts, caughtUp);
        try (Consumer<byte[], byte[]> consumer = KafkaClients.of(connection).sinkReader(request.group());
                DeadLetterBox deadLetters = new DeadLetterBox(connection, topics.deadLetters())) {
            consumer.subscribe(List.of(request.topic()), new Assignment(consumer, caughtUp));
            while (!stopping.get() && !(request.once() && caughtUp.isReached(consumer))) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                whole = false;
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    take(record, deadLetters);
                }
                long since = System.nanoTime() - keptNanos;
                if (lines.size() > KEEP_BYTES || since > (lines.size() > 0 ? KEEP_NANOS : IDLE_NANOS)) {
                    if (keep(consumer)) {
                        commitLater(consumer);
                    }
                }
                whole = true;
                log.look(consumer, waiting);
            }
            whole = false;
            keep(consumer);
            whole = true;
            log.conclude(consumer, waiting);
            commitNow(consumer);
        } catch (InterruptException | InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted; run the same again to go on", e);
        } catch (KafkaException e) {
            throw connection.explain("read the topic '" + request.topic() + "'", e);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, DeadLetterBox deadLetters) throws InterruptedException {
        SinkRecord.of(record, request.filter())
                .handle(
                        wanted -> {
                            lines.writeBytes(wanted.json().getBytes(StandardCharsets.UTF_8));
                            lines.write('\n');
                            waiting++;
                        },
                        unwanted -> counts.countFiltered(),
                        unreadable -> {
                            deadLetters.put(record, unreadable.cause());
                            counts.countDeadLetter();
                        });
    }

    /** Writes what was read; returns whether there was anything new. */
    private boolean keep(Consumer<byte[], byte[]> consumer) {
        keptNanos = System.nanoTime();
        Map<Integer, Long> reached = new HashMap<>(kept);
        offsets(consumer).forEach((partition, offset) -> reached.put(partition.partition(), offset.offset()));
        if (reached.equals(kept) && lines.size() == 0) {
            return false;
        }
        target.keep(lines.toByteArray(), reached);
        kept = reached;
        lines.reset();
        counts.countDelivered(waiting);
        waiting = 0;
        return true;
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            offsets.put(partition, new OffsetAndMetadata(consumer.position(partition)));
        }
        return offsets;
    }

    private static void commitLater(Consumer<byte[], byte[]> consumer) {
        consumer.commitAsync(offsets(consumer), (committed, e) -> {
            if (e != null) {
                LOG.debug("not committed yet: {}", e.getMessage());
            }
        });
    }

    private static void commitNow(Consumer<byte[], byte[]> consumer) {
        try {
            consumer.commitSync(offsets(consumer));
        } catch (KafkaException e) {
            LOG.warn("the offsets are not committed: {}", e.getMessage());
        }
    }

    private final class Assignment implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> consumer;
        private final CaughtUp caughtUp;

        Assignment(Consumer<byte[], byte[]> consumer, CaughtUp caughtUp) {
            this.consumer = consumer;
            this.caughtUp = caughtUp;
        }

        /** The file's position takes precedence unless another sink of the group has advanced further. */
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                long known = target.positions().getOrDefault(partition.partition(), -1L);
                if (known > consumer.position(partition)) {
                    consumer.seek(partition, known);
                }
                kept.put(partition.partition(), consumer.position(partition));
            }
            caughtUp.assigned(consumer, partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (whole) {
                keep(consumer);
                commitNow(consumer);
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            if (whole) {
                keep(consumer);
            }
        }
    }
}
