package io.vidette.topology.replay;

import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the verdicts and the progress of a replay in the same transactions. A replay begins with its first
 * verdict. Until then nothing is kept and nothing of earlier runs is deleted, so one that finds no frame can be run with
 * other settings under the same name.
 *
 * <p>Threading: for one thread.
 */
final class ReplayJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayJournal.class);
    private static final JsonSerde<FrameVerdict> VERDICT = new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA);
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final KafkaConnection connection;
    private final Producer<String, byte[]> producer;
    private final Consumer<?, ?> consumer;
    private final String topic;
    private final ReplayRequest request;
    private final Runnable topicMaker;
    private final ConsumerGroupMetadata group;
    private final Map<TopicPartition, OffsetAndMetadata> reached = new HashMap<>();
    private boolean begun;
    private boolean open;

    private ReplayJournal(
            KafkaConnection connection,
            Producer<String, byte[]> producer,
            Consumer<?, ?> consumer,
            String topic,
            ReplayRequest request,
            Runnable topicMaker) {
        this.connection = connection;
        this.producer = producer;
        this.consumer = consumer;
        this.topic = topic;
        this.request = request;
        this.topicMaker = topicMaker;
        this.group = consumer.groupMetadata();
    }

    /** Opens the journal and fences any other run of the same replay, which can then no longer write. */
    static ReplayJournal open(
            KafkaConnection connection,
            Topics topics,
            ReplayRequest request,
            Consumer<?, ?> consumer,
            Runnable topicMaker) {
        String topic = request.topic(topics);
        Producer<String, byte[]> producer = ReplayClients.producer(connection, topic);
        try {
            producer.initTransactions();
            return new ReplayJournal(connection, producer, consumer, topic, request, topicMaker);
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /**
     * Where to start in each partition: where an earlier run stopped, else at the beginning of the range.
     *
     * @throws UserError if the earlier run had other settings
     */
    Map<TopicPartition, Long> starts(Map<TopicPartition, ReplayRange> ranges) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                request.anew() ? Map.of() : consumer.committed(ranges.keySet());
        Map<TopicPartition, Long> starts = new HashMap<>();
        boolean goesOn = false;
        for (Map.Entry<TopicPartition, ReplayRange> range : ranges.entrySet()) {
            @Nullable OffsetAndMetadata before = committed.get(range.getKey());
            if (before == null) {
                starts.put(range.getKey(), range.getValue().from());
                reached(range.getKey(), range.getValue().from());
            } else {
                check(before.metadata());
                starts.put(range.getKey(), before.offset());
                goesOn = true;
            }
        }
        LOG.info("replay '{}' {} onto {}", request.name(), goesOn ? "continues" : "starts", topic);
        if (goesOn) {
            begin();
        }
        flush();
        return starts;
    }

    private void check(String mark) {
        if (!mark.equals(request.mark())) {
            throw new UserError("the replay '" + request.name() + "' was begun " + request.differenceFrom(mark)
                    + "; give it another name with --name, or start it from the beginning with --restart");
        }
    }

    /** Writes a verdict; visible with the next {@link #flush}. */
    void write(int partition, FrameVerdict verdict) {
        begin();
        beginTransaction();
        var unused = producer.send(
                new ProducerRecord<>(topic, partition, verdict.camera(), VERDICT.serialize(topic, verdict)));
    }

    /** All frames of a partition before this offset have their verdict. */
    void reached(TopicPartition partition, long offset) {
        reached.put(partition, new OffsetAndMetadata(offset, request.mark()));
    }

    /** Commits the verdicts and the offsets reached; does nothing before the first verdict. */
    void flush() {
        if (!begun || (reached.isEmpty() && !open)) {
            return;
        }
        beginTransaction();
        producer.sendOffsetsToTransaction(reached, group);
        producer.commitTransaction();
        reached.clear();
        open = false;
    }

    private void begin() {
        if (!begun) {
            if (request.anew()) {
                deleteEarlier();
            }
            topicMaker.run();
            begun = true;
        }
    }

    private void deleteEarlier() {
        try (TopicAdmin admin = new TopicAdmin(connection)) {
            admin.deleteWithGroup(topic);
        }
    }

    private void beginTransaction() {
        if (!open) {
            producer.beginTransaction();
            open = true;
        }
    }

    /** What was not committed is aborted by the next run, or by the broker. */
    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
