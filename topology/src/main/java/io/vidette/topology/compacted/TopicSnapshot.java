package io.vidette.topology.compacted;

import io.vidette.topology.client.KafkaClients;
import io.vidette.topology.client.KafkaConnection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads a compacted topic from its start to its present end. */
public final class TopicSnapshot {
    private final KafkaConnection connection;

    public TopicSnapshot(KafkaConnection connection) {
        this.connection = connection;
    }

    /**
     * The state of every key that has one. Only committed records count; a topic that does not exist is empty.
     *
     * @throws io.vidette.topology.fault.UserError when the end is not reached within the connection's patience
     */
    public <K, V> Map<K, Latest<V>> latest(CompactedTopic<K, V> topic) {
        try (Consumer<byte[], byte[]> consumer = KafkaClients.of(connection).reader(connection.patience())) {
            return read(consumer, topic);
        } catch (KafkaException e) {
            throw connection.explain("read the topic '" + topic.name() + "'", e);
        }
    }

    private <K, V> Map<K, Latest<V>> read(Consumer<byte[], byte[]> consumer, CompactedTopic<K, V> topic) {
        LastValidRecords<K, V> view = new LastValidRecords<>(topic, new Unheard<>());
        CompactedReader<K, V> reader = new CompactedReader<>(topic.name(), consumer, view, connection.patience());
        reader.assignAll();
        long deadline = System.nanoTime() + connection.patience().toNanos();
        while (!reader.isCaughtUp()) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("the end of " + topic.name() + " was not reached");
            }
            reader.poll();
        }
        return new HashMap<>(view.latest());
    }

    private static final class Unheard<K, V> implements CompactedListener<K, V> {
        @Override
        public void changed(K key, V value) {}

        @Override
        public void removed(K key) {}
    }
}
