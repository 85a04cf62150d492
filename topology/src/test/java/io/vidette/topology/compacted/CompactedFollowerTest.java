package io.vidette.topology.compacted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vidette.topology.compacted.CompactedFollower.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CompactedFollowerTest {
    private static final String TOPIC = "labels";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Map<String, String> state = new ConcurrentHashMap<>();
    private final Queue<MockConsumer<byte[], byte[]>> consumers = new ConcurrentLinkedQueue<>();
    private final CompactedFollower<String, String> follower = new CompactedFollower<>(
            new CompactedTopic<>(TOPIC, new StringDeserializer(), new StringDeserializer()),
            Scope.WHOLE_TOPIC,
            this::next,
            new State(),
            "labels-follow",
            LIMIT);

    @AfterEach
    void close() {
        follower.close();
    }

    @Test
    void catchesUpOnAllPartitionsAndFollowsLaterRecords() {
        MockConsumer<byte[], byte[]> consumer = consumer(2);
        consumer.schedulePollTask(() -> put(consumer, 0, "gate", "one"));
        consumer.schedulePollTask(() -> put(consumer, 1, "gate", "two"));
        follower.start();
        assertThat(follower.await(LIMIT)).isTrue();
        assertThat(state).isEqualTo(Map.of("gate", "two"));
        consumer.schedulePollTask(() -> put(consumer, 2, "gate", null));
        await().until(state::isEmpty);
    }

    @Test
    void keepsItsStateWhileAConsumerIsReplaced() {
        MockConsumer<byte[], byte[]> broken = consumer(1);
        MockConsumer<byte[], byte[]> other = consumer(2);
        broken.schedulePollTask(() -> put(broken, 0, "gate", "one"));
        follower.start();
        assertThat(follower.await(LIMIT)).isTrue();
        other.schedulePollTask(() -> {
            assertThat(state).isEqualTo(Map.of("gate", "one"));
            put(other, 0, "gate", "one");
            put(other, 1, "yard", "two");
        });
        broken.schedulePollTask(() -> {
            throw new KafkaException("broken for good");
        });
        await().until(() -> state.containsKey("yard"));
        assertThat(state).isEqualTo(Map.of("gate", "one", "yard", "two"));
        assertThat(broken.closed()).isTrue();
    }

    @Test
    void closesItsConsumerAndEndsItsThread() {
        MockConsumer<byte[], byte[]> consumer = consumer(0);
        follower.start();
        assertThat(follower.await(LIMIT)).isTrue();
        follower.close();
        assertThat(consumer.closed()).isTrue();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("labels-follow"));
    }

    private Consumer<byte[], byte[]> next() {
        MockConsumer<byte[], byte[]> next = consumers.poll();
        return next == null ? consumer(0) : next;
    }

    private MockConsumer<byte[], byte[]> consumer(long end) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        Node broker = new Node(0, "localhost", 9092);
        Node[] replicas = {broker};
        consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, broker, replicas, replicas)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, end));
        consumers.add(consumer);
        return consumer;
    }

    private static void put(MockConsumer<byte[], byte[]> consumer, int offset, String key, @Nullable String value) {
        consumer.addRecord(new ConsumerRecord<>(
                TOPIC,
                0,
                offset,
                key.getBytes(StandardCharsets.UTF_8),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8)));
    }

    private final class State implements CompactedListener<String, String> {
        @Override
        public void changed(String key, String value) {
            state.put(key, value);
        }

        @Override
        public void removed(String key) {
            state.remove(key);
        }
    }
}
